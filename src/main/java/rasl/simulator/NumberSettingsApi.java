package rasl.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The settings of a number besides its profile: kept and answered, without effect. */
final class NumberSettingsApi {
  private static final List<String> SETTINGS =
      List.of("calling", "payload_encryption", "storage_configuration", "user_identity_change");

  private final World world;
  private final GraphAnswers answers;

  NumberSettingsApi(World world, GraphAnswers answers) {
    this.world = world;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET settings", this::settings,
        "POST settings", this::changeSettings,
        "GET whatsapp_commerce_settings", this::commerce,
        "POST whatsapp_commerce_settings", this::changeCommerce,
        "POST conversational_automation", this::automate,
        "GET conversational_automation", call -> automation(call.account()),
        "GET whatsapp_business_encryption", this::encryption,
        "POST whatsapp_business_encryption", this::setKey);
  }

  private ObjectNode settings(GraphCall call) {
    ObjectNode settings = shelf("settings", call.account()).one();
    if (!settings.has("storage_configuration")) {
      settings.putObject("storage_configuration").put("status", "DEFAULT");
    }
    if (!settings.has("calling")) {
      settings
          .putObject("calling")
          .put("status", "DISABLED")
          .put("call_icon_visibility", "DEFAULT")
          .put("callback_permission_status", "DISABLED");
    }
    return settings;
  }

  private ObjectNode changeSettings(GraphCall call) {
    ObjectNode settings = shelf("settings", call.account()).one();
    List<String> given =
        SETTINGS.stream().filter(name -> call.root().get(name).isPresent()).toList();
    if (given.isEmpty()) {
      throw MetaError.parameter("At least one of " + String.join(", ", SETTINGS) + " is needed.")
          .thrown();
    }
    for (String name : given) {
      ObjectNode value =
          settings.path(name) instanceof ObjectNode old ? old : settings.putObject(name);
      value.setAll((ObjectNode) call.root().get(name).object().node());
    }
    shelf("settings", call.account()).put(Shelf.ONE, settings);
    return answers.done();
  }

  private ObjectNode commerce(GraphCall call) {
    ObjectNode settings = shelf("commerce", call.account()).one();
    ObjectNode whole = answers.object();
    whole.put("id", call.account().phoneNumberId());
    whole.put("is_cart_enabled", settings.path("is_cart_enabled").asBoolean(true));
    whole.put("is_catalog_visible", settings.path("is_catalog_visible").asBoolean(false));
    ObjectNode answer = answers.object();
    answer
        .putArray("data")
        .add(
            call.fields("is_cart_enabled,is_catalog_visible")
                .of(
                    whole,
                    Set.of("id", "catalog_id", "is_cart_enabled", "is_catalog_visible"),
                    "WhatsAppCommerceSettings"));
    return answer;
  }

  private ObjectNode changeCommerce(GraphCall call) {
    ObjectNode settings = shelf("commerce", call.account()).one();
    for (String name : List.of("is_cart_enabled", "is_catalog_visible")) {
      if (call.root().get(name).isPresent()) {
        settings.put(name, call.root().get(name).flag());
      }
    }
    shelf("commerce", call.account()).put(Shelf.ONE, settings);
    return answers.done();
  }

  private ObjectNode automate(GraphCall call) {
    ObjectNode automation = shelf("automation", call.account()).one();
    Param welcome = call.root().get("enable_welcome_message");
    if (welcome.isPresent()) {
      automation.put("enable_welcome_message", welcome.flag());
    }
    Param prompts = call.root().get("prompts");
    if (prompts.isPresent()) {
      automation.set("prompts", prompts(prompts));
    }
    Param commands = call.root().get("commands");
    if (commands.isPresent()) {
      List<Param> all = commands.array();
      if (all.size() > 30) {
        throw commands.wrong("must have at most 30 elements.");
      }
      for (Param command : all) {
        String _ = command.get("command_name").text(32);
        String _ = command.get("command_description").text(256);
      }
      automation.set("commands", commands.node());
    }
    shelf("automation", call.account()).put(Shelf.ONE, automation);
    return answers.done();
  }

  private static ArrayNode prompts(Param prompts) {
    ArrayNode all = Json.mapper().createArrayNode();
    for (JsonNode prompt : prompts.node()) {
      if (prompt.asString("").isBlank() || Param.length(prompt.asString()) > 80) {
        throw prompts.wrong("must be texts of 1 to 80 characters.");
      }
      all.add(prompt.asString());
    }
    if (!prompts.node().isArray() || all.size() > 4) {
      throw prompts.wrong("must be an array of at most 4 elements.");
    }
    return all;
  }

  /** Also a field of the number. */
  ObjectNode automation(SimulatorAccount account) {
    ObjectNode automation = shelf("automation", account).one();
    if (!automation.has("enable_welcome_message")) {
      automation.put("enable_welcome_message", false);
    }
    return automation.put("id", account.phoneNumberId());
  }

  private ObjectNode encryption(GraphCall call) {
    ObjectNode answer = answers.object();
    answer.putArray("data").add(shelf("encryption", call.account()).one());
    return answer;
  }

  private ObjectNode setKey(GraphCall call) {
    String key = call.root().get("business_public_key").text(4_096);
    if (!key.contains("BEGIN PUBLIC KEY")) {
      throw call.root().get("business_public_key").wrong("must be a public key in PEM form.");
    }
    shelf("encryption", call.account())
        .put(
            Shelf.ONE,
            answers
                .object()
                .put("business_public_key", key)
                .put("business_public_key_signature_status", "VALID"));
    return answers.done();
  }

  private Shelf shelf(String kind, SimulatorAccount account) {
    return Shelf.of(world, kind, account.phoneNumberId());
  }
}
