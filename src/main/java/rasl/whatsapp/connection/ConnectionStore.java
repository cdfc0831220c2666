package rasl.whatsapp.connection;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.Connection;
import rasl.whatsapp.pace.Pace;
import rasl.whatsapp.receive.Change;

/** The SQL of connections. Access tokens are stored encrypted, bound to their tenant and number. */
public final class ConnectionStore {
  private static final Comparator<TenantId> BY_NUMBER = Comparator.comparingLong(TenantId::value);

  private final Sealer sealer;

  public ConnectionStore(Sealer sealer) {
    this.sealer = sealer;
  }

  /** The tenant's connection, if it has one. */
  public Optional<Connection> find(TenantTx tx) {
    return tx.first(
        """
        select id, phone_number_id, business_account_id, display_phone_number,
          access_token_sealed, app_key, simulated, subscribed_at, messages_per_second, halted_at,
          halt_code, halt_reason, updated_at
        from whatsapp_connection where tenant_id = ? and disconnected_at is null
        """,
        row -> read(tx.tenant(), row),
        tx.tenantId());
  }

  /**
   * Stores the tenant's only connection, in place of any other.
   *
   * @return false where the number belongs to another tenant; nothing was stored then
   */
  public boolean put(TenantTx tx, NewConnection connection, Instant now) {
    int routed =
        tx.update(
            """
            insert into whatsapp_number (phone_number_id, tenant_id, app_key, business_account_id)
            values (?, ?, ?, ?)
            on conflict (phone_number_id) do update set
              app_key = excluded.app_key, business_account_id = excluded.business_account_id
            where whatsapp_number.tenant_id = excluded.tenant_id
            """,
            connection.phoneNumberId(),
            tx.tenantId(),
            connection.appKey(),
            connection.businessAccountId());
    if (routed == 0) {
      return false;
    }
    tx.update(
        "delete from whatsapp_number where tenant_id = ? and phone_number_id <> ?",
        tx.tenantId(),
        connection.phoneNumberId());
    tx.update(
        """
        insert into whatsapp_connection (tenant_id, phone_number_id, business_account_id,
          display_phone_number, access_token_sealed, app_key, simulated, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (tenant_id) do update set
          phone_number_id = excluded.phone_number_id,
          business_account_id = excluded.business_account_id,
          display_phone_number = excluded.display_phone_number,
          access_token_sealed = excluded.access_token_sealed,
          app_key = excluded.app_key,
          simulated = excluded.simulated,
          subscribed_at = case
            when whatsapp_connection.phone_number_id = excluded.phone_number_id
              and whatsapp_connection.app_key = excluded.app_key
            then whatsapp_connection.subscribed_at end,
          messages_per_second = case
            when whatsapp_connection.phone_number_id = excluded.phone_number_id
            then whatsapp_connection.messages_per_second else 80 end,
          halted_at = null, halt_code = null, halt_reason = null, halt_checks = 0,
          resumed_at = null, disconnected_at = null, facts = null, problems = null,
          checked_at = null,
          created_at = case
            when whatsapp_connection.disconnected_at is null then whatsapp_connection.created_at
            else excluded.created_at end,
          updated_at = excluded.updated_at
        """,
        tx.tenantId(),
        connection.phoneNumberId(),
        connection.businessAccountId(),
        connection.displayPhoneNumber(),
        seal(tx.tenant(), connection),
        connection.appKey(),
        connection.simulated(),
        now,
        now);
    return true;
  }

  /** Notes that the tenant's number was raised to Meta's higher level. */
  public void upgradePace(TenantTx tx) {
    tx.update(
        "update whatsapp_connection set messages_per_second = ? where tenant_id = ?",
        Pace.HIGH,
        tx.tenantId());
  }

  /** Notes that webhooks for the tenant's number arrive, where that was not known. */
  public void confirmSubscription(TenantTx tx, Instant now) {
    tx.update(
        """
        update whatsapp_connection set subscribed_at = ?
        where tenant_id = ? and subscribed_at is null
        """,
        now,
        tx.tenantId());
  }

  /** Whose numbers and accounts are spoken of. */
  public record Owners(Map<String, TenantId> ofNumbers, Map<String, Set<TenantId>> ofAccounts) {
    /** For whom a change is; nobody where it is about nothing of this app's. */
    public Set<TenantId> of(Change change) {
      @Nullable String number = change.phoneNumberId();
      if (number == null) {
        return ofAccounts.getOrDefault(change.accountId(), Set.of());
      }
      @Nullable TenantId owner = ofNumbers.get(number);
      return owner == null ? Set.of() : Set.of(owner);
    }
  }

  /** Whose numbers and accounts these changes are about, as far as this app may speak of them. */
  public Owners owners(SystemTx tx, Collection<Change> changes, String appKey) {
    Map<String, TenantId> numbers = new HashMap<>();
    Map<String, Set<TenantId>> accounts = new HashMap<>();
    for (Routed one : routed(tx, changes, appKey)) {
      numbers.put(one.number(), one.tenant());
      if (one.account() != null) {
        accounts.computeIfAbsent(one.account(), _ -> new TreeSet<>(BY_NUMBER)).add(one.tenant());
      }
    }
    return new Owners(numbers, accounts);
  }

  /** A number, its account, and whose it is. */
  private record Routed(String number, @Nullable String account, TenantId tenant) {}

  private static List<Routed> routed(SystemTx tx, Collection<Change> changes, String appKey) {
    return tx.query(
        """
        select phone_number_id, business_account_id, tenant_id from whatsapp_number
        where (phone_number_id = any(?) or business_account_id = any(?)) and app_key = ?
        """,
        row ->
            new Routed(
                row.getString("phone_number_id"),
                row.getString("business_account_id"),
                new TenantId(row.getLong("tenant_id"))),
        changes.stream()
            .flatMap(change -> Stream.ofNullable(change.phoneNumberId()))
            .distinct()
            .toArray(String[]::new),
        changes.stream()
            .filter(change -> change.phoneNumberId() == null)
            .map(Change::accountId)
            .distinct()
            .toArray(String[]::new),
        appKey);
  }

  /** What is stored encrypted. */
  SealedColumn sealedColumn() {
    return new SealedColumn(
        "whatsapp_connection",
        List.of("tenant_id", "phone_number_id"),
        "access_token_sealed",
        sealer,
        key -> context(new TenantId(Long.parseLong(key.getFirst())), key.getLast()));
  }

  private byte[] seal(TenantId tenant, NewConnection connection) {
    return sealer.seal(
        connection.accessToken().text().getBytes(StandardCharsets.UTF_8),
        context(tenant, connection.phoneNumberId()));
  }

  private Connection read(TenantId tenant, ResultSet row) throws SQLException {
    String phoneNumberId = row.getString("phone_number_id");
    byte[] token =
        sealer
            .open(row.getBytes("access_token_sealed"), context(tenant, phoneNumberId))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the access token of tenant " + tenant + " was sealed with another key"));
    return new Connection(
        row.getLong("id"),
        phoneNumberId,
        row.getString("business_account_id"),
        row.getString("display_phone_number"),
        new AccessSecret(new String(token, StandardCharsets.UTF_8)),
        row.getString("app_key"),
        row.getBoolean("simulated"),
        time(row, "subscribed_at"),
        row.getInt("messages_per_second"),
        halt(row),
        time(row, "updated_at").orElseThrow());
  }

  private static Optional<Connection.Halt> halt(ResultSet row) throws SQLException {
    Optional<Instant> since = time(row, "halted_at");
    return since.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Connection.Halt(
                since.get(), row.getInt("halt_code"), row.getString("halt_reason")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static byte[] context(TenantId tenant, String phoneNumberId) {
    return ("whatsapp_connection/" + tenant + "/" + phoneNumberId).getBytes(StandardCharsets.UTF_8);
  }
}
