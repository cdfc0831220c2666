package rasl.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.config.Network;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.db.Tx;
import rasl.http.Networks;
import rasl.http.Scope;

/** The SQL of tokens. It works outside of any tenant: a token is what tells the tenant. */
final class TokenStore {
  /** Stands for all scopes that there are when the token is used. */
  static final String ALL = "all";

  static final String COLUMNS =
      "id, name, scopes, calls_per_minute, created_at, expires_at, revoked_at, networks, bot,"
          + " last_used_on, made_by_kind, made_by_id";

  /** A token of a tenant, and whether the tenant may call. */
  record Found(AccessToken token, Account.Status tenantStatus) {}

  AccessToken insert(TenantTx tx, NewToken token, byte[] sha256, Actor madeBy, Instant now) {
    return tx.first(
            """
            insert into token (tenant_id, name, sha256, scopes, calls_per_minute, created_at,
              expires_at, networks, bot, made_by_kind, made_by_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            returning %s
            """
                .formatted(COLUMNS),
            row -> read(row, tx.tenant()),
            tx.tenantId(),
            token.name(),
            sha256,
            token.scopeTexts().toArray(String[]::new),
            token.callsPerMinute().isPresent() ? token.callsPerMinute().getAsInt() : null,
            now,
            token.expiresAt().orElse(null),
            token.networks().networks().stream().map(Network::toString).toArray(String[]::new),
            token.bot(),
            madeBy.kind().text(),
            madeBy.id().isPresent() ? madeBy.id().getAsLong() : null)
        .orElseThrow();
  }

  Optional<Found> find(SystemTx tx, byte[] sha256) {
    return tx.first(
        """
        select tenant_id, tenant.status as tenant_status, token.id, token.name, scopes,
          calls_per_minute, token.created_at, expires_at, revoked_at, networks, bot, last_used_on,
          made_by_kind, made_by_id
        from token join tenant on tenant.id = token.tenant_id
        where sha256 = ?
        """,
        row ->
            new Found(
                read(row, new TenantId(row.getLong("tenant_id"))),
                Account.Status.of(row.getString("tenant_status"))),
        (Object) sha256);
  }

  Optional<AccessToken> find(Tx tx, long id) {
    return tx.first(
        "select tenant_id, %s from token where id = ?".formatted(COLUMNS),
        row -> read(row, new TenantId(row.getLong("tenant_id"))),
        id);
  }

  /** A token of the transaction's tenant. */
  Optional<AccessToken> findOwn(TenantTx tx, long id) {
    return tx.first(
        "select %s from token where tenant_id = ? and id = ?".formatted(COLUMNS),
        row -> read(row, tx.tenant()),
        tx.tenantId(),
        id);
  }

  List<AccessToken> list(SystemTx tx, Optional<TenantId> tenant) {
    @Nullable Long id = tenant.map(TenantId::value).orElse(null);
    return tx.query(
        """
        select tenant_id, %s from token where ?::bigint is null or tenant_id = ?
        order by tenant_id, id
        """
            .formatted(COLUMNS),
        row -> read(row, new TenantId(row.getLong("tenant_id"))),
        id,
        id);
  }

  /** Ends a token; false where there is none, or it had ended before. */
  boolean revoke(TenantTx tx, long id, Instant now) {
    return tx.update(
            """
            update token set revoked_at = ?
            where tenant_id = ? and id = ? and revoked_at is null
            """,
            now,
            tx.tenantId(),
            id)
        == 1;
  }

  /** Notes on which day tokens were used. */
  void used(SystemTx tx, Collection<Long> ids, LocalDate day) {
    tx.update(
        """
        update token set last_used_on = ?
        where id = any(?) and (last_used_on is null or last_used_on < ?)
        """,
        day,
        ids.stream().sorted().toArray(Long[]::new),
        day);
  }

  static AccessToken read(ResultSet row, TenantId tenant) throws SQLException {
    int callsPerMinute = row.getInt("calls_per_minute");
    return new AccessToken(
        row.getLong("id"),
        tenant,
        row.getString("name"),
        scopes(texts(row, "scopes")),
        callsPerMinute == 0 ? OptionalInt.empty() : OptionalInt.of(callsPerMinute),
        Networks.parse(String.join(",", texts(row, "networks"))),
        row.getBoolean("bot"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        time(row, "expires_at"),
        time(row, "revoked_at"),
        Optional.ofNullable(row.getObject("last_used_on", LocalDate.class)),
        madeBy(row));
  }

  private static AccessToken.MadeBy madeBy(ResultSet row) throws SQLException {
    @Nullable Long id = row.getObject("made_by_id", Long.class);
    return new AccessToken.MadeBy(
        row.getString("made_by_kind"), id == null ? OptionalLong.empty() : OptionalLong.of(id));
  }

  private static Set<Scope> scopes(List<String> texts) {
    return texts.contains(ALL)
        ? EnumSet.allOf(Scope.class)
        : texts.stream()
            .flatMap(text -> Scope.parse(text).stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
