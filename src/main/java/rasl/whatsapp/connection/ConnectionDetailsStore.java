package rasl.whatsapp.connection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/** The SQL of what is known of connections beyond what sending needs. */
public final class ConnectionDetailsStore {

  /**
   * More about a tenant's connection.
   *
   * @param facts as {@link Facts} is written; null where WhatsApp was never asked
   */
  record Details(
      @Nullable String appId,
      @Nullable JsonNode facts,
      List<Trouble> problems,
      @Nullable Instant checkedAt,
      Instant connectedAt) {}

  Details find(TenantTx tx) {
    return tx.first(
            """
            select app_id, facts, problems, checked_at, created_at from whatsapp_connection
            where tenant_id = ?
            """,
            ConnectionDetailsStore::read,
            tx.tenantId())
        .orElseThrow();
  }

  Optional<String> appId(TenantTx tx) {
    return tx.first(
            "select app_id from whatsapp_connection where tenant_id = ?",
            row -> Optional.ofNullable(row.getString("app_id")),
            tx.tenantId())
        .flatMap(id -> id);
  }

  void noteApp(TenantTx tx, Optional<String> appId) {
    tx.update(
        "update whatsapp_connection set app_id = ? where tenant_id = ?",
        appId.orElse(null),
        tx.tenantId());
  }

  /**
   * Notes what WhatsApp said. Where it did not answer, what it said before stays.
   *
   * @param asOf when the connection that was asked about was last changed
   * @return false where it was changed in the meantime; nothing was noted then
   */
  boolean note(TenantTx tx, Instant asOf, Examination found, Instant now) {
    return tx.update(
            """
            update whatsapp_connection set facts = coalesce(?, facts), problems = ?, checked_at = ?,
              messages_per_second = case when ? then ? else messages_per_second end
            where tenant_id = ? and updated_at = ? and disconnected_at is null
            """,
            found.facts().map(Json::write).orElse(null),
            Json.write(found.troubles()),
            now,
            found.facts().isPresent(),
            found.messagesPerSecond(),
            tx.tenantId(),
            asOf)
        == 1;
  }

  /** Takes the connection away, its secrets with it. */
  void disconnect(TenantTx tx, Instant now) {
    tx.update("delete from whatsapp_number where tenant_id = ?", tx.tenantId());
    tx.update("delete from whatsapp_fact where tenant_id = ?", tx.tenantId());
    tx.update(
        """
        update whatsapp_connection set disconnected_at = ?, access_token_sealed = '', app_id = null,
          facts = null, problems = null, checked_at = null, subscribed_at = null,
          halted_at = null, halt_code = null, halt_reason = null
        where tenant_id = ?
        """,
        now,
        tx.tenantId());
  }

  private static Details read(ResultSet row) throws SQLException {
    @Nullable String facts = row.getString("facts");
    return new Details(
        row.getString("app_id"),
        facts == null ? null : Json.parseTrusted(facts),
        problems(row.getString("problems")),
        time(row, "checked_at"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static List<Trouble> problems(@Nullable String written) {
    var problems = new ArrayList<Trouble>();
    if (written != null) {
      for (JsonNode one : Json.parseTrusted(written)) {
        problems.add(
            new Trouble(
                one.path("code").asString(),
                one.path("severity").asString(),
                one.path("message").asString(),
                one.path("action").asString()));
      }
    }
    return problems;
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
