package rasl.simulator;

import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a business number. */
final class NumberFields {
  /** The fields that Meta answers when the call names none. */
  static final String USUAL =
      "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,"
          + "throughput,last_onboarded_time,webhook_configuration,id";

  static final String TYPE = "WhatsAppBusinessPhoneNumber";
  private static final Set<String> KNOWN =
      Set.of(
          "account_mode",
          "certificate",
          "code_verification_status",
          "conversational_automation",
          "country_code",
          "country_dial_code",
          "display_phone_number",
          "eligibility_for_api_business_global_search",
          "health_status",
          "host_platform",
          "id",
          "is_official_business_account",
          "is_on_biz_app",
          "is_pin_enabled",
          "is_preverified_number",
          "last_onboarded_time",
          "messaging_limit_tier",
          "name_status",
          "new_certificate",
          "new_display_name",
          "new_name_status",
          "official_business_account",
          "platform_type",
          "quality_rating",
          "quality_score",
          "search_visibility",
          "status",
          "throughput",
          "unified_cert_status",
          "username",
          "verified_name",
          "webhook_configuration",
          "whatsapp_business_manager_messaging_limit");

  /** When the simulator's numbers joined. */
  private static final String JOINED = "2026-01-01T00:00:00+0000";

  private final World world;
  private final Callbacks callbacks;
  private final NumberSettingsApi settings;

  NumberFields(World world, Callbacks callbacks, NumberSettingsApi settings) {
    this.world = world;
    this.callbacks = callbacks;
    this.settings = settings;
  }

  ObjectNode of(SimulatorAccount account, FieldList wanted) {
    return wanted.of(whole(account), KNOWN, TYPE);
  }

  private ObjectNode whole(SimulatorAccount account) {
    NumberProfile profile = world.ask(state -> state.profile(account.phoneNumberId()));
    ObjectNode number = Json.mapper().createObjectNode();
    number.put("verified_name", account.verifiedName());
    number.put("code_verification_status", "VERIFIED");
    number.put("display_phone_number", "+" + account.displayPhoneNumber());
    number.put("quality_rating", profile.quality());
    number.putObject("quality_score").put("score", profile.quality());
    number.put("platform_type", "CLOUD_API");
    number.put("host_platform", "CLOUD_API");
    number.putObject("throughput").put("level", profile.throughput());
    number.put("status", profile.registered() ? "CONNECTED" : "DISCONNECTED");
    number.put("account_mode", "SANDBOX");
    number.put("id", account.phoneNumberId());
    number.put("whatsapp_business_manager_messaging_limit", profile.limit());
    number.put("messaging_limit_tier", profile.limit());
    number.put("is_pin_enabled", !profile.pin().isEmpty());
    number.put("last_onboarded_time", JOINED);
    String code = RegionalIds.countryCode(account.displayPhoneNumber());
    number.put("country_dial_code", code);
    number.set("conversational_automation", settings.automation(account));
    names(number, account);
    rarer(number);
    webhooks(number, account);
    health(number, account, profile.registered());
    return number;
  }

  private void names(ObjectNode number, SimulatorAccount account) {
    ObjectNode name = Shelf.of(world, "name", account.phoneNumberId()).one();
    number.put("name_status", "APPROVED");
    number.put("new_name_status", name.has("asked") ? "PENDING_REVIEW" : "NONE");
    if (name.has("asked")) {
      number.set("new_display_name", name.path("asked"));
    }
  }

  private static void rarer(ObjectNode number) {
    number.put("is_official_business_account", false);
    number.put("is_on_biz_app", false);
    number.put("is_preverified_number", false);
    number.put("search_visibility", "NON_VISIBLE");
    number.put("eligibility_for_api_business_global_search", "NON_ELIGIBLE_UNDEFINED_COUNTRY");
    number.putObject("official_business_account").put("oba_status", "NOT_STARTED");
  }

  private void webhooks(ObjectNode number, SimulatorAccount account) {
    ObjectNode webhooks = number.putObject("webhook_configuration");
    callbacks.uriOfNumber(account).ifPresent(it -> webhooks.put("phone_number", it));
    callbacks.uriOfAccount(account).ifPresent(it -> webhooks.put("whatsapp_business_account", it));
    callbacks.app(account).ifPresent(it -> webhooks.set("application", it.path("callback_url")));
    if (webhooks.isEmpty()) {
      number.remove("webhook_configuration");
    }
  }

  private static void health(ObjectNode number, SimulatorAccount account, boolean registered) {
    ObjectNode health = number.putObject("health_status");
    health.put("can_send_message", registered ? "AVAILABLE" : "BLOCKED");
    var entities = health.putArray("entities");
    ObjectNode itself = entities.addObject().put("entity_type", "PHONE_NUMBER");
    itself.put("id", account.phoneNumberId());
    itself.put("can_send_message", registered ? "AVAILABLE" : "BLOCKED");
    if (!registered) {
      itself
          .putArray("errors")
          .addObject()
          .put("error_code", 141000)
          .put("error_description", "The phone number is not registered.")
          .put("possible_solution", "Register the phone number.");
    }
    entities
        .addObject()
        .put("entity_type", "WABA")
        .put("id", account.wabaId())
        .put("can_send_message", "AVAILABLE");
    entities
        .addObject()
        .put("entity_type", "APP")
        .put("id", account.appId())
        .put("can_send_message", "AVAILABLE");
  }
}
