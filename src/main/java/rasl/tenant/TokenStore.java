package rasl.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.Tx;
import rasl.http.Scope;

/** The SQL of tokens. It works outside of any tenant: a token is what tells the tenant. */
final class TokenStore {

  long insert(Tx tx, TenantId tenant, NewToken token, byte[] sha256, Instant now) {
    return tx.first(
            """
            insert into token (tenant_id, name, sha256, scopes, calls_per_minute, created_at,
              expires_at)
            values (?, ?, ?, ?, ?, ?, ?)
            returning id
            """,
            row -> row.getLong("id"),
            tenant.value(),
            token.name(),
            sha256,
            token.scopes().stream().map(Scope::text).sorted().toArray(String[]::new),
            token.callsPerMinute().isPresent() ? token.callsPerMinute().getAsInt() : null,
            now,
            token.expiresAt().orElse(null))
        .orElseThrow();
  }

  Optional<AccessToken> find(SystemTx tx, byte[] sha256) {
    return tx.first(
        """
        select id, tenant_id, name, scopes, calls_per_minute, created_at, expires_at, revoked_at
        from token where sha256 = ?
        """,
        TokenStore::read,
        (Object) sha256);
  }

  Optional<AccessToken> find(SystemTx tx, long id) {
    return tx.first(
        """
        select id, tenant_id, name, scopes, calls_per_minute, created_at, expires_at, revoked_at
        from token where id = ?
        """,
        TokenStore::read,
        id);
  }

  List<AccessToken> list(SystemTx tx, Optional<TenantId> tenant) {
    @Nullable Long id = tenant.map(TenantId::value).orElse(null);
    return tx.query(
        """
        select id, tenant_id, name, scopes, calls_per_minute, created_at, expires_at, revoked_at
        from token where ?::bigint is null or tenant_id = ?
        order by tenant_id, id
        """,
        TokenStore::read,
        id,
        id);
  }

  /** Ends a token; false where there is none, or it had ended before. */
  boolean revoke(Tx tx, long id, Instant now) {
    return tx.update("update token set revoked_at = ? where id = ? and revoked_at is null", now, id)
        == 1;
  }

  private static AccessToken read(ResultSet row) throws SQLException {
    int callsPerMinute = row.getInt("calls_per_minute");
    return new AccessToken(
        row.getLong("id"),
        new TenantId(row.getLong("tenant_id")),
        row.getString("name"),
        scopes((String[]) row.getArray("scopes").getArray()),
        callsPerMinute == 0 ? OptionalInt.empty() : OptionalInt.of(callsPerMinute),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "expires_at"),
        time(row, "revoked_at"));
  }

  private static Set<Scope> scopes(String[] texts) {
    return Arrays.stream(texts)
        .flatMap(text -> Scope.parse(text).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
