package rasl.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.http.SignedIn;

/** The SQL of people. They belong to the installation, so it works outside of any tenant. */
final class PersonStore {
  private static final String COLUMNS =
      "id, email, email_key, name, password, operator, totp_sealed, created_at";

  /** Makes a person; empty where the e-mail names one already. */
  Optional<Person> insert(
      SystemTx tx, String email, String name, String passwordHash, Instant now) {
    return tx.first(
        """
        insert into person (email, email_key, name, password, password_changed_at, created_at)
        values (?, ?, ?, ?, ?, ?)
        on conflict (email_key) do nothing
        returning %s
        """
            .formatted(COLUMNS),
        PersonStore::read,
        email,
        Emails.key(email),
        name,
        passwordHash,
        now,
        now);
  }

  Optional<Person> find(SystemTx tx, long id) {
    return tx.first("select %s from person where id = ?".formatted(COLUMNS), PersonStore::read, id);
  }

  Optional<Person> findByEmail(SystemTx tx, String email) {
    return tx.first(
        "select %s from person where email_key = ?".formatted(COLUMNS),
        PersonStore::read,
        Emails.key(email));
  }

  /** The person, whom nobody else changes until the transaction ends. */
  Optional<Person> lock(SystemTx tx, long id) {
    return tx.first(
        "select %s from person where id = ? for update".formatted(COLUMNS), PersonStore::read, id);
  }

  /** Replaces a hash by a better one of the same password; nothing where it was changed since. */
  void improvePassword(SystemTx tx, long id, String old, String better) {
    tx.update("update person set password = ? where id = ? and password = ?", better, id, old);
  }

  void setPassword(SystemTx tx, long id, String hash, Instant now) {
    tx.update(
        "update person set password = ?, password_changed_at = ? where id = ?", hash, now, id);
  }

  void setOperator(SystemTx tx, long id, boolean operator) {
    tx.update("update person set operator = ? where id = ?", operator, id);
  }

  List<Person> operators(SystemTx tx) {
    return tx.query(
        "select %s from person where operator order by email_key".formatted(COLUMNS),
        PersonStore::read);
  }

  /**
   * Notes that a person may be a member of a tenant, before becoming one: these notes are never
   * fewer than the memberships, each of which the tenant's own table decides.
   *
   * @return false where the session has ended: whoever reset the person's password meanwhile must
   *     not join anything by it
   */
  boolean noteTenant(SystemTx tx, SignedIn person, TenantId tenant) {
    boolean goesOn =
        tx.first(
                """
                select 1 as one from person p join person_session s on s.person_id = p.id
                where p.id = ? and s.id = ? and s.ended_at is null for share of p
                """,
                row -> row.getInt("one"),
                person.personId(),
                person.sessionId())
            .isPresent();
    if (goesOn) {
      tx.update(
          """
          insert into person_tenant (person_id, tenant_id) values (?, ?)
          on conflict (person_id, tenant_id) do nothing
          """,
          person.personId(),
          tenant.value());
    }
    return goesOn;
  }

  /** The tenants that were noted. */
  List<TenantId> notedTenants(SystemTx tx, long person) {
    return tx.query(
        "select tenant_id from person_tenant where person_id = ? order by tenant_id",
        row -> new TenantId(row.getLong("tenant_id")),
        person);
  }

  private static Person read(ResultSet row) throws SQLException {
    return new Person(
        row.getLong("id"),
        row.getString("email"),
        row.getString("email_key"),
        row.getString("name"),
        row.getString("password"),
        row.getBoolean("operator"),
        row.getBytes("totp_sealed"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
