package rasl.simulator;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.crypto.Hashes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The WhatsApp Business Account itself, and the app that is subscribed to it. */
final class AccountApi {
  static final String TYPE = "WhatsAppBusinessAccount";
  private static final String USUAL = "id,name,timezone_id,message_template_namespace";
  private static final Set<String> KNOWN =
      Set.of(
          "account_review_status",
          "auth_international_rate_eligibility",
          "analytics",
          "business_verification_status",
          "conversation_analytics",
          "country",
          "creation_time",
          "currency",
          "disable_marketing_messages_on_cloud_api",
          "health_status",
          "id",
          "is_enabled_for_insights",
          "marketing_messages_lite_api_status",
          "marketing_messages_onboarding_status",
          "message_template_namespace",
          "message_templates",
          "name",
          "on_behalf_of_business_info",
          "owner_business_info",
          "ownership_type",
          "phone_numbers",
          "primary_business_location",
          "primary_funding_id",
          "purchase_order_number",
          "status",
          "subscribed_apps",
          "timezone_id",
          "whatsapp_business_manager_messaging_limit");

  private final World world;
  private final Callbacks callbacks;
  private final NumberFields numbers;
  private final TemplatesApi templates;
  private final GraphAnswers answers;

  AccountApi(
      World world,
      Callbacks callbacks,
      NumberFields numbers,
      TemplatesApi templates,
      GraphAnswers answers) {
    this.world = world;
    this.callbacks = callbacks;
    this.numbers = numbers;
    this.templates = templates;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET subscribed_apps", call -> subscribed(call.account()),
        "POST subscribed_apps", this::subscribe,
        "DELETE subscribed_apps", this::unsubscribe);
  }

  ObjectNode get(GraphCall call, List<SimulatorAccount> ofWaba) {
    FieldList wanted = call.fields(USUAL);
    SimulatorAccount account = call.account();
    ObjectNode whole = answers.object();
    whole.put("id", account.wabaId()).put("name", account.verifiedName());
    whole.put("timezone_id", "1").put("currency", "USD").put("country", "US");
    whole.put("message_template_namespace", namespace(account));
    whole.put("account_review_status", "APPROVED").put("status", "ACTIVE");
    whole.put("business_verification_status", "verified").put("ownership_type", "SELF");
    whole.put("is_enabled_for_insights", false);
    whole.put("disable_marketing_messages_on_cloud_api", false);
    whole.put("whatsapp_business_manager_messaging_limit", limit(account));
    whole
        .putObject("health_status")
        .put("can_send_message", "AVAILABLE")
        .putArray("entities")
        .addObject()
        .put("entity_type", "WABA")
        .put("id", account.wabaId())
        .put("can_send_message", "AVAILABLE");
    edges(whole, wanted, call, ofWaba);
    return wanted.of(whole, KNOWN, TYPE);
  }

  /** What stands in lists of its own too, where it was asked for. */
  private void edges(
      ObjectNode whole, FieldList wanted, GraphCall call, List<SimulatorAccount> ofWaba) {
    FieldList.Wanted phones = wanted.wanted().get("phone_numbers");
    if (phones != null) {
      FieldList inner = phones.inner().orElseGet(() -> FieldList.parse(NumberFields.USUAL));
      ArrayNode data = whole.putObject("phone_numbers").putArray("data");
      ofWaba.forEach(it -> data.add(numbers.of(it, inner)));
    }
    FieldList.Wanted mine = wanted.wanted().get("message_templates");
    if (mine != null) {
      whole.set("message_templates", templates.inAccount(call, mine));
    }
    FieldList.Wanted figures = wanted.wanted().get("analytics");
    if (figures != null) {
      // As Meta answers where there are no figures.
      String granularity = figures.arguments().getOrDefault("granularity", "DAY");
      whole.putObject("analytics").put("granularity", granularity);
    }
    if (wanted.wanted().containsKey("subscribed_apps")) {
      whole.set("subscribed_apps", subscribed(call.account()));
    }
  }

  /** Looks like Meta's, and is the same for an account each time. */
  private static String namespace(SimulatorAccount account) {
    String hex = HexFormat.of().formatHex(Hashes.sha256(account.wabaId()), 0, 16);
    return String.join(
        "_",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }

  private String limit(SimulatorAccount account) {
    return world.ask(state -> state.profile(account.phoneNumberId()).limit());
  }

  private ObjectNode subscribed(SimulatorAccount account) {
    ObjectNode list = answers.object();
    ArrayNode data = list.putArray("data");
    if (world.ask(state -> state.isSubscribed(account.wabaId()))) {
      ObjectNode app = data.addObject();
      app.putObject("whatsapp_business_api_data")
          .put("id", account.appId())
          .put("name", account.verifiedName())
          .put("link", AppApi.link(account));
      callbacks.uriOfAccount(account).ifPresent(it -> app.put("override_callback_uri", it));
    }
    return list;
  }

  private ObjectNode subscribe(GraphCall call) {
    Param uri = call.root().get("override_callback_uri");
    callbacks.ofAccount(call.account(), uri, call.root().get("verify_token"));
    world.tell(new Fact.Subscribed(call.account().wabaId(), true));
    ObjectNode answer = answers.done();
    if (uri.isPresent()) {
      answer.set("data", subscribed(call.account()).path("data"));
    }
    return answer;
  }

  private ObjectNode unsubscribe(GraphCall call) {
    callbacks.forgetAccount(call.account());
    world.tell(new Fact.Subscribed(call.account().wabaId(), false));
    return answers.done();
  }
}
