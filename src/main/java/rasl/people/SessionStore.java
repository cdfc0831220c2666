package rasl.people;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;

/** The SQL of sessions. */
final class SessionStore {
  private static final String SELECT =
      """
      select s.id, s.person_id, p.operator, s.second_factor, s.address, s.user_agent, s.created_at,
        s.used_at, s.ended_at
      from person_session s join person p on p.id = s.person_id
      """;

  long insert(
      SystemTx tx,
      long person,
      byte[] sha256,
      Sessions.Opening opening,
      String network,
      Instant now) {
    return tx.first(
            """
            insert into person_session (person_id, sha256, second_factor, address, network,
              user_agent, created_at, used_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            returning id
            """,
            row -> row.getLong("id"),
            person,
            sha256,
            opening.secondFactor(),
            opening.address(),
            network,
            opening.userAgent(),
            now,
            now)
        .orElseThrow();
  }

  Optional<Session> find(SystemTx tx, byte[] sha256) {
    return tx.first(SELECT + " where s.sha256 = ?", SessionStore::read, (Object) sha256);
  }

  Optional<Session> find(SystemTx tx, long id) {
    return tx.first(SELECT + " where s.id = ?", SessionStore::read, id);
  }

  /** A person's sessions that were not ended and have begun since, newest first. */
  List<Session> list(SystemTx tx, long person, Instant since, int most) {
    return tx.query(
        SELECT
            + """
             where s.person_id = ? and s.ended_at is null and s.created_at > ?
            order by s.id desc limit ?
            """,
        SessionStore::read,
        person,
        since,
        most);
  }

  void noteUse(SystemTx tx, long id, Instant now) {
    tx.update(
        "update person_session set used_at = ? where id = ? and used_at < ? and ended_at is null",
        now,
        id,
        now);
  }

  /** Ends one; false where the person has none with this id, or it had ended. */
  boolean end(SystemTx tx, long person, long id, Instant now) {
    return tx.update(
            """
            update person_session set ended_at = ?
            where id = ? and person_id = ? and ended_at is null
            """,
            now,
            id,
            person)
        == 1;
  }

  /**
   * Ends all of a person's.
   *
   * @param but one that goes on; null for none
   */
  int endAll(SystemTx tx, long person, @Nullable Long but, Instant now) {
    return tx.update(
        """
        update person_session set ended_at = ?
        where person_id = ? and ended_at is null and id is distinct from ?::bigint
        """,
        now,
        person,
        but);
  }

  /** Whether the person has signed in from this network before. */
  boolean knows(SystemTx tx, long person, String network) {
    return tx.first(
            "select 1 as one from person_session where person_id = ? and network = ? limit 1",
            row -> row.getInt("one"),
            person,
            network)
        .isPresent();
  }

  int deleteOld(SystemTx tx, Instant createdBefore, int most) {
    return tx.update(
        """
        delete from person_session where id in (
          select id from person_session where created_at < ? order by created_at limit ?)
        """,
        createdBefore,
        most);
  }

  private static Session read(ResultSet row) throws SQLException {
    return new Session(
        row.getLong("id"),
        row.getLong("person_id"),
        row.getBoolean("operator"),
        row.getBoolean("second_factor"),
        row.getString("address"),
        row.getString("user_agent"),
        time(row, "created_at"),
        time(row, "used_at"),
        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
