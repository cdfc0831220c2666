package rasl.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;

/** The SQL of passkeys and of the challenges that they answer. */
final class PasskeyStore {
  private static final String SELECT =
      """
      select k.id, k.person_id, p.passkey_handle, k.credential_id, k.public_key, k.name,
        k.sign_count, k.transports, k.created_at, k.last_used_at
      from person_passkey k join person p on p.id = k.person_id
      """;

  /** What authenticators call a person by: the one given, or that of an earlier passkey. */
  byte[] handle(SystemTx tx, long person, byte[] random) {
    return tx.first(
            """
            update person set passkey_handle = coalesce(passkey_handle, ?) where id = ?
            returning passkey_handle
            """,
            row -> row.getBytes("passkey_handle"),
            random,
            person)
        .orElseThrow();
  }

  /** Keeps a challenge; null is for somebody who signs in. */
  void putChallenge(SystemTx tx, byte[] challenge, @Nullable Long person, Instant expiresAt) {
    tx.update(
        "insert into passkey_challenge (challenge, person_id, expires_at) values (?, ?, ?)",
        challenge,
        person,
        expiresAt);
  }

  /** Takes a challenge, which nobody can take again; false where there is none that is good. */
  boolean takeChallenge(SystemTx tx, byte[] challenge, @Nullable Long person, Instant now) {
    return tx.update(
            """
            delete from passkey_challenge
            where challenge = ? and person_id is not distinct from ?::bigint and expires_at > ?
            """,
            challenge,
            person,
            now)
        == 1;
  }

  int deleteOldChallenges(SystemTx tx, Instant expiredBefore, int most) {
    return tx.update(
        """
        delete from passkey_challenge where challenge in (
          select challenge from passkey_challenge where expires_at < ? order by expires_at limit ?)
        """,
        expiredBefore,
        most);
  }

  /** A person's passkeys, oldest first. */
  List<Passkey> list(SystemTx tx, long person) {
    return tx.query(SELECT + " where k.person_id = ? order by k.id", PasskeyStore::read, person);
  }

  Optional<Passkey> find(SystemTx tx, long person, long id) {
    return tx.first(SELECT + " where k.person_id = ? and k.id = ?", PasskeyStore::read, person, id);
  }

  Optional<Passkey> findByCredential(SystemTx tx, byte[] credentialId) {
    return tx.first(
        SELECT + " where k.credential_id = ?", PasskeyStore::read, (Object) credentialId);
  }

  /** Stores one, and gives its id; empty where somebody has it already. */
  Optional<Long> insert(SystemTx tx, long person, String name, NewPasskey given, Instant now) {
    return tx.first(
        """
        insert into person_passkey (person_id, credential_id, public_key, name, sign_count,
          transports, created_at)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (credential_id) do nothing
        returning id
        """,
        row -> row.getLong("id"),
        person,
        given.credentialId(),
        given.publicKey(),
        name,
        given.signCount(),
        given.transports().toArray(String[]::new),
        now);
  }

  /** What an authenticator told of a passkey that it made. */
  record NewPasskey(
      byte[] credentialId, byte[] publicKey, long signCount, List<String> transports) {}

  /**
   * Notes that a passkey signed in; false where its count was used meanwhile, or it is gone.
   *
   * @param signCount 0 where the passkey does not count
   */
  boolean noteUse(SystemTx tx, long id, long signCount, Instant now) {
    return tx.update(
            """
            update person_passkey set sign_count = ?, last_used_at = ?
            where id = ? and (sign_count < ? or (sign_count = 0 and ? = 0))
            """,
            signCount,
            now,
            id,
            signCount,
            signCount)
        == 1;
  }

  boolean rename(SystemTx tx, long person, long id, String name) {
    return tx.update(
            "update person_passkey set name = ? where person_id = ? and id = ?", name, person, id)
        == 1;
  }

  boolean delete(SystemTx tx, long person, long id) {
    return tx.update("delete from person_passkey where person_id = ? and id = ?", person, id) == 1;
  }

  private static Passkey read(ResultSet row) throws SQLException {
    return new Passkey(
        row.getLong("id"),
        row.getLong("person_id"),
        row.getBytes("passkey_handle"),
        row.getBytes("credential_id"),
        row.getBytes("public_key"),
        row.getString("name"),
        row.getLong("sign_count"),
        Arrays.asList((String[]) row.getArray("transports").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getObject("last_used_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }
}
