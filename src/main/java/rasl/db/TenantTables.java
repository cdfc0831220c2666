package rasl.db;

import static rasl.db.TenantTable.Backup.NEEDED;
import static rasl.db.TenantTable.Backup.SPARED;
import static rasl.db.TenantTable.Retention.FOREVER;
import static rasl.db.TenantTable.Retention.UNTIL_DONE;
import static rasl.db.TenantTable.Retention.UNTIL_OLD;
import static rasl.db.TenantTable.Retention.WITH_PARENT;

import java.util.List;
import java.util.Map;
import rasl.db.TenantTable.Erasure;
import rasl.db.TenantTable.Removal;

/**
 * All tables of the database. A table that stands in neither list, or in a place where a deletion
 * would fail, fails a test.
 */
public final class TenantTables {
  /**
   * The tables with rows of tenants, in the order in which a tenant is deleted: what lets callers
   * and work in comes first, and a row before the row that it points to. Jobs that delete the
   * tenant must stay until they are done. The bytes of files that lose their row here are deleted
   * by the cleaning of files, and an app of the tenant alone with its connection.
   */
  public static final List<TenantTable> IN_ORDER_OF_DELETION =
      List.of(
          TenantTable.of("token", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("whatsapp_number", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("shop_door", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("shop_delivery", Erasure.NOTHING, SPARED, UNTIL_OLD),
          TenantTable.of("shop_event", Erasure.DELETE, NEEDED, UNTIL_OLD, "contact_id"),
          TenantTable.of("shop", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("webhook_turn", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("webhook_attempt", Erasure.WAIT, NEEDED, UNTIL_OLD),
          TenantTable.of("webhook_delivery", Erasure.WAIT, NEEDED, UNTIL_OLD),
          TenantTable.of("webhook_hour", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("webhook_replay", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("webhook", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("job", Erasure.NOTHING, NEEDED, UNTIL_DONE),
          TenantTable.of("otp_code", Erasure.DELETE, NEEDED, UNTIL_OLD, "phone"),
          TenantTable.of("otp_send", Erasure.EMPTY, NEEDED, UNTIL_OLD, "phone"),
          TenantTable.of("otp_limit", Erasure.WAIT, NEEDED, UNTIL_OLD),
          TenantTable.of("otp_country", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("otp_settings", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("media", Erasure.DELETE, NEEDED, UNTIL_OLD, "message_id"),
          TenantTable.of("media_upload", Erasure.NOTHING, SPARED, UNTIL_OLD),
          TenantTable.of("media_tally", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("inbound_media", Erasure.DELETE, NEEDED, FOREVER, "message_id"),
          TenantTable.of("message_secret", Erasure.DELETE, NEEDED, UNTIL_DONE, "message_id"),
          TenantTable.of(
              "message", Erasure.EMPTY, NEEDED, FOREVER, "contact_id", "phone", "user_id"),
          TenantTable.of("conversation", Erasure.EMPTY, NEEDED, FOREVER, "contact_id"),
          TenantTable.of("service_window", Erasure.DELETE, NEEDED, FOREVER, "customer"),
          TenantTable.of("conversation_tally", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("template_sync", Erasure.NOTHING, SPARED, FOREVER),
          TenantTable.of("template", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("whatsapp_inbox_customer", Erasure.WAIT, NEEDED, WITH_PARENT),
          TenantTable.of("whatsapp_inbox", Erasure.WAIT, NEEDED, UNTIL_DONE),
          TenantTable.of("whatsapp_notice", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("whatsapp_fact", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("whatsapp_pair_pace", Erasure.WAIT, SPARED, UNTIL_OLD),
          TenantTable.of("whatsapp_connection", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("contact_import_piece", Erasure.WAIT, NEEDED, WITH_PARENT),
          TenantTable.of("contact_import_error", Erasure.WAIT, NEEDED, WITH_PARENT),
          TenantTable.of("contact_import_staged", Erasure.WAIT, NEEDED, WITH_PARENT),
          TenantTable.of("contact_import", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("contact_group_member", Erasure.DELETE, NEEDED, WITH_PARENT, "contact_id"),
          TenantTable.of("contact_group", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("contact", Erasure.DELETE, NEEDED, FOREVER, "id"),
          TenantTable.of("contact_tally", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("tenant_settings", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("source", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("status", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("invitation", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("person_tenant", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("member", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("event_consumer", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("event_reader", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("event_position", Erasure.NOTHING, NEEDED, UNTIL_OLD),
          TenantTable.of("event_feed", Erasure.NOTHING, NEEDED, FOREVER),
          TenantTable.of("event", Erasure.EMPTY, NEEDED, UNTIL_OLD, "resource_type", "resource_id"),
          TenantTable.kept("audit", Erasure.EMPTY, "target_type", "target_id"),
          TenantTable.kept("audit_head", Erasure.NOTHING),
          TenantTable.of("idempotency", Erasure.WAIT, NEEDED, UNTIL_OLD),
          new TenantTable(
              "tenant", "id", Erasure.NOTHING, List.of(), Removal.DELETE, NEEDED, FOREVER));

  /** The tables of the installation, with the reason why the deletion of a tenant leaves them. */
  public static final Map<String, String> OF_INSTALLATION =
      Map.ofEntries(
          Map.entry("installation", "one row, the name of the installation"),
          Map.entry("secret_key", "keys of the installation, which encrypt for all tenants"),
          Map.entry("receiver", "one row, a clock of all receivers"),
          Map.entry("duty", "names the node that does something for all tenants"),
          Map.entry("person", "an account of the installation: a person may work elsewhere too"),
          Map.entry("recovery_code", "belongs to a person"),
          Map.entry("person_session", "belongs to a person"),
          Map.entry("password_reset", "belongs to a person"),
          Map.entry("person_passkey", "belongs to a person"),
          Map.entry("passkey_challenge", "belongs to a person, or for minutes to nobody"),
          Map.entry("person_code", "belongs to a person"),
          Map.entry("person_code_sender", "one row, who sends codes to people of the installation"),
          Map.entry("tally_check", "one row, the day of a comparison"),
          Map.entry("plan", "plans are made by operators, for several tenants"),
          Map.entry("operator_audit", "tells what operators did, the deletion of tenants included"),
          Map.entry("operator_audit_head", "the last row of operator_audit"),
          Map.entry(
              "whatsapp_app",
              "an app may serve several tenants; that of one goes with its connection"),
          Map.entry(
              "whatsapp_number_pace",
              "holds a number's pace, which is worth nothing within minutes"),
          Map.entry("call_lease", "calls of tokens and sessions, worth nothing within minutes"),
          Map.entry("node", "the servers that work on the database"),
          Map.entry("operator_token", "tokens of operators, who belong to no tenant"));

  private TenantTables() {}
}
