package rasl.operator;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.operator.OperatorTokens.OperatorToken;

/** The SQL of operators' tokens. */
final class OperatorTokenStore {

  long insert(SystemTx tx, String name, byte[] sha256, Instant now, Optional<Instant> expiresAt) {
    return tx.first(
            """
            insert into operator_token (name, sha256, created_at, expires_at) values (?, ?, ?, ?)
            returning id
            """,
            row -> row.getLong("id"),
            name,
            sha256,
            now,
            expiresAt.orElse(null))
        .orElseThrow();
  }

  Optional<OperatorToken> find(SystemTx tx, byte[] sha256) {
    return tx.first(
        """
        select id, name, created_at, expires_at, revoked_at from operator_token where sha256 = ?
        """,
        OperatorTokenStore::read,
        (Object) sha256);
  }

  List<OperatorToken> list(SystemTx tx) {
    return tx.query(
        "select id, name, created_at, expires_at, revoked_at from operator_token order by id",
        OperatorTokenStore::read);
  }

  boolean revoke(SystemTx tx, long id, Instant now) {
    return tx.update(
            "update operator_token set revoked_at = ? where id = ? and revoked_at is null", now, id)
        == 1;
  }

  private static OperatorToken read(ResultSet row) throws SQLException {
    return new OperatorToken(
        row.getLong("id"),
        row.getString("name"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "expires_at"),
        time(row, "revoked_at"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
