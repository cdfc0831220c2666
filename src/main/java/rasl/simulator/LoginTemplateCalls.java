package rasl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Authentication templates in many languages at once, and how they will read. */
final class LoginTemplateCalls {
  private static final int MOST_TEMPLATES = 6_000;

  private final World world;
  private final TemplateDesk desk;
  private final Courier courier;
  private final GraphAnswers answers;

  LoginTemplateCalls(World world, TemplateDesk desk, Courier courier, GraphAnswers answers) {
    this.world = world;
    this.desk = desk;
    this.courier = courier;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "POST upsert_message_templates", this::upsert,
        "GET message_template_previews", this::previews);
  }

  /** Makes the template in each language, or changes it where it exists. */
  private ObjectNode upsert(GraphCall call) {
    Param draft = call.root();
    String name = draft.get("name").text(512);
    String category = draft.get("category").oneOf(List.of("AUTHENTICATION"));
    TemplateDraft.check(draft.get("components"), false, category);
    ObjectNode answer = answers.object();
    ArrayNode data = answer.putArray("data");
    for (String language : languages(draft.get("languages"))) {
      var wanted =
          new NewTemplate(
              name,
              language,
              category,
              false,
              TemplatesApi.components(draft.node(), category, language),
              draft.node().path("message_send_ttl_seconds").asLong(0));
      Template made = put(call.account(), wanted);
      data.addObject()
          .put("id", made.id())
          .put("status", made.status(world.now()))
          .put("language", language);
    }
    courier.wake();
    return answer;
  }

  private Template put(SimulatorAccount account, NewTemplate wanted) {
    Optional<Template> old =
        world.ask(
            state -> state.templates().find(account.wabaId(), wanted.name(), wanted.language()));
    if (old.isEmpty()) {
      return desk.create(account, wanted, MOST_TEMPLATES);
    }
    if (!old.get().category().equals(wanted.category())) {
      throw MetaError.template(
              2388024,
              "Content in This Language Already Exists",
              "A template of another category has this name.")
          .thrown();
    }
    desk.edit(account, old.get(), wanted);
    return desk.get(old.get().id()).orElseThrow();
  }

  private static List<String> languages(Param given) {
    List<String> all = new ArrayList<>();
    for (String code : given.values()) {
      JsonNode value = Json.mapper().getNodeFactory().stringNode(code);
      all.add(TemplateLanguages.check(new Param(given.name(), value)));
    }
    if (all.isEmpty()) {
      throw MetaError.parameter("The parameter languages is required.").thrown();
    }
    return all;
  }

  private ObjectNode previews(GraphCall call) {
    String _ = call.root().get("category").oneOf(List.of("AUTHENTICATION"));
    JsonNode asked = asked(call);
    Param languages = call.root().get("languages");
    ObjectNode answer = answers.object();
    ArrayNode data = answer.putArray("data");
    for (String language : languages.isAbsent() ? List.of("en_US", "ar") : languages(languages)) {
      JsonNode filled = LoginTemplates.fill(asked, language);
      ObjectNode preview = data.addObject();
      preview.set("body", filled.path(0).path("text"));
      if (filled.size() > 1) {
        preview.set("footer", filled.path(1).path("text"));
      }
      ObjectNode button = preview.putArray("buttons").addObject();
      boolean arabic = language.startsWith("ar");
      button.put("text", arabic ? "نسخ الرمز" : "Copy code");
      button.put("autofill_text", arabic ? "تعبئة تلقائية" : "Autofill");
      preview.put("language", language);
    }
    return answer;
  }

  private static JsonNode asked(GraphCall call) {
    ArrayNode asked = Json.mapper().createArrayNode();
    boolean advice = call.text("add_security_recommendation").orElse("false").equals("true");
    asked.addObject().put("type", "BODY").put("add_security_recommendation", advice);
    call.text("code_expiration_minutes")
        .filter(it -> it.matches("[1-9][0-9]?"))
        .ifPresent(
            it ->
                asked
                    .addObject()
                    .put("type", "FOOTER")
                    .put("code_expiration_minutes", Integer.parseInt(it)));
    return asked;
  }
}
