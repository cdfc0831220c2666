package rasl.whatsapp;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rasl.crypto.Sealer;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** The SQL of connections. Access tokens are stored encrypted, bound to their tenant and number. */
public final class ConnectionStore {
  private final Sealer sealer;

  public ConnectionStore(Sealer sealer) {
    this.sealer = sealer;
  }

  /** The tenant's connection, if it has one. */
  public Optional<Connection> find(TenantTx tx) {
    return tx.first(
        """
        select id, phone_number_id, business_account_id, display_phone_number,
          access_token_sealed, app_key, simulated, subscribed_at
        from whatsapp_connection where tenant_id = ?
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
            insert into whatsapp_number (phone_number_id, tenant_id, app_key) values (?, ?, ?)
            on conflict (phone_number_id) do update set app_key = excluded.app_key
            where whatsapp_number.tenant_id = excluded.tenant_id
            """,
            connection.phoneNumberId(),
            tx.tenantId(),
            connection.appKey());
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

  /** Notes that webhooks for the tenant's number arrive, where that was not known. */
  void confirmSubscription(TenantTx tx, Instant now) {
    tx.update(
        """
        update whatsapp_connection set subscribed_at = ?
        where tenant_id = ? and subscribed_at is null
        """,
        now,
        tx.tenantId());
  }

  /** Whose numbers these are, as far as they may be spoken of by this app. */
  Map<String, TenantId> owners(SystemTx tx, Collection<String> phoneNumberIds, String appKey) {
    return tx
        .query(
            """
            select phone_number_id, tenant_id from whatsapp_number
            where phone_number_id = any(?) and app_key = ?
            """,
            row -> Map.entry(row.getString("phone_number_id"), row.getLong("tenant_id")),
            phoneNumberIds.toArray(String[]::new),
            appKey)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new TenantId(entry.getValue())));
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
        Optional.ofNullable(row.getObject("subscribed_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant));
  }

  private static byte[] context(TenantId tenant, String phoneNumberId) {
    return ("whatsapp_connection/" + tenant + "/" + phoneNumberId).getBytes(StandardCharsets.UTF_8);
  }
}
