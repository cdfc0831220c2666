package rasl.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Message templates: list, read, make, change, delete. */
final class TemplatesApi {
  private static final int USUAL_PAGE = 25;
  private static final int MOST_TEMPLATES = 6_000;
  private static final List<String> CATEGORIES = List.of("AUTHENTICATION", "MARKETING", "UTILITY");
  private static final Set<String> EDITABLE = Set.of("APPROVED", "REJECTED", "PAUSED");
  private static final String TYPE = "WhatsAppMessageTemplate";
  private static final String USUAL_FIELDS =
      "name,parameter_format,components,language,status,category,sub_category,previous_category,"
          + "message_send_ttl_seconds,library_template_name,id";
  private static final Set<String> FIELDS =
      Set.of(
          "bid_spec",
          "category",
          "components",
          "correct_category",
          "creative_sourcing_spec",
          "cta_url_link_tracking_opted_out",
          "degrees_of_freedom_spec",
          "display_format",
          "health_status",
          "id",
          "is_primary_device_delivery_only",
          "is_sms_fallback_enabled",
          "language",
          "last_updated_time",
          "library_template_name",
          "message_send_ttl_seconds",
          "name",
          "parameter_format",
          "previous_category",
          "quality_score",
          "rejected_reason",
          "source",
          "status",
          "sub_category");

  private final World world;
  private final TemplateDesk desk;
  private final Courier courier;
  private final GraphPages pages;
  private final GraphAnswers answers;

  TemplatesApi(
      World world, TemplateDesk desk, Courier courier, GraphPages pages, GraphAnswers answers) {
    this.world = world;
    this.desk = desk;
    this.courier = courier;
    this.pages = pages;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET message_templates", this::list,
        "POST message_templates", this::create,
        "DELETE message_templates", this::delete);
  }

  ObjectNode get(GraphCall call, Template template) {
    return call.fields(USUAL_FIELDS).of(template.describe(world.now()), FIELDS, TYPE);
  }

  /** The first templates, as a field of their account. */
  ObjectNode inAccount(GraphCall call, FieldList.Wanted wanted) {
    FieldList fields = wanted.inner().orElseGet(() -> FieldList.parse(USUAL_FIELDS));
    String limit = wanted.arguments().getOrDefault("limit", Integer.toString(USUAL_PAGE));
    int most = limit.matches("[0-9]{1,6}") ? Integer.parseInt(limit) : USUAL_PAGE;
    ObjectNode answer = answers.object();
    ArrayNode data = answer.putArray("data");
    desk.of(call.account().wabaId()).stream()
        .limit(most)
        .forEach(it -> data.add(fields.of(it.describe(world.now()), FIELDS, TYPE)));
    return answer;
  }

  private ObjectNode list(GraphCall call) {
    Instant now = world.now();
    FieldList fields = call.fields(USUAL_FIELDS);
    var filter = new TemplateFilter(call.request());
    List<Template> all = desk.of(call.account().wabaId());
    List<Template> wanted = all.stream().filter(it -> filter.matches(it, now)).toList();
    List<JsonNode> described = new ArrayList<>();
    wanted.forEach(it -> described.add(fields.of(it.describe(now), FIELDS, TYPE)));
    ObjectNode answer = pages.page(call.request(), described, USUAL_PAGE);
    Param summary = call.root().get("summary");
    if (summary.isPresent()) {
      answer.set("summary", summary(summary, wanted.size(), all));
    }
    return answer;
  }

  private ObjectNode summary(Param wanted, int found, List<Template> all) {
    ObjectNode summary = answers.object();
    for (String name : wanted.values()) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "total_count", "true" -> summary.put("total_count", found);
        case "message_template_count" ->
            summary.put(
                "message_template_count",
                (int) all.stream().map(Template::name).distinct().count());
        case "message_template_limit" -> summary.put("message_template_limit", MOST_TEMPLATES);
        case "are_translations_complete" -> summary.put("are_translations_complete", true);
        default ->
            throw wanted.wrong(
                "must be one of {TOTAL_COUNT, MESSAGE_TEMPLATE_COUNT, MESSAGE_TEMPLATE_LIMIT,"
                    + " ARE_TRANSLATIONS_COMPLETE}.");
      }
    }
    return summary;
  }

  private ObjectNode create(GraphCall call) {
    Param draft = call.root();
    String name = draft.get("name").text(512);
    if (!name.matches("[a-z0-9_]+")) {
      throw draft.get("name").wrong("must have lower-case letters, digits and underscores only.");
    }
    String language = TemplateLanguages.check(draft.get("language"));
    String category = draft.get("category").oneOf(CATEGORIES);
    if (draft.get("library_template_name").isPresent()) {
      return made(call, LibraryTemplates.draft(draft, name, language, category));
    }
    boolean named = draft.get("parameter_format").optionalText(20).equalsIgnoreCase("NAMED");
    TemplateDraft.check(draft.get("components"), named, category);
    return made(
        call,
        new NewTemplate(
            name,
            language,
            category,
            named,
            components(draft.node(), category, language),
            draft.node().path("message_send_ttl_seconds").asLong(0)));
  }

  private ObjectNode made(GraphCall call, NewTemplate draft) {
    Template made = desk.create(call.account(), draft, MOST_TEMPLATES);
    courier.wake();
    return answers
        .object()
        .put("id", made.id())
        .put("status", made.status(world.now()))
        .put("category", draft.category());
  }

  static JsonNode components(JsonNode body, String category, String language) {
    JsonNode components = body.path("components");
    return category.equals("AUTHENTICATION")
        ? LoginTemplates.fill(components, language)
        : TemplateNames.upper(components);
  }

  ObjectNode edit(GraphCall call, Template old) {
    Param draft = call.root();
    JsonNode body = draft.node();
    String category = editable(old, draft);
    boolean newComponents = draft.get("components").isPresent();
    if (newComponents) {
      TemplateDraft.check(draft.get("components"), old.named(), category);
    }
    desk.edit(
        call.account(),
        old,
        new NewTemplate(
            old.name(),
            old.language(),
            category,
            old.named(),
            newComponents ? components(body, category, old.language()) : old.components(),
            body.path("message_send_ttl_seconds").asLong(old.ttlSeconds())));
    courier.wake();
    return answers.done();
  }

  /** The category that an edit leads to; refuses what cannot be changed. */
  private String editable(Template old, Param draft) {
    String status = old.status(world.now());
    if (!EDITABLE.contains(status)) {
      throw MetaError.template(
              2388039,
              "Template cannot be edited",
              "A template that is " + status.toLowerCase(Locale.ROOT) + " cannot be edited.")
          .thrown();
    }
    String category =
        draft.get("category").isAbsent() ? old.category() : draft.get("category").oneOf(CATEGORIES);
    if (status.equals("APPROVED") && !category.equals(old.category())) {
      throw MetaError.template(
              2388039,
              "Category cannot be changed",
              "The category of an approved template is fixed.")
          .thrown();
    }
    return category;
  }

  ObjectNode unpause(GraphCall call, Template template) {
    if (!template.status(world.now()).equals("PAUSED")) {
      throw MetaError.template(
              2388039, "Template is not paused", "Only a paused template can be unpaused.")
          .thrown();
    }
    desk.setStatus(call.account(), template, "APPROVED", "NONE", template.quality());
    courier.wake();
    return answers.done();
  }

  /** By name in all languages, by name and id, or by up to 100 ids. */
  private ObjectNode delete(GraphCall call) {
    Optional<String> name = call.text("name");
    Optional<String> id = call.text("hsm_id");
    Set<String> wanted = Set.copyOf(call.root().get("hsm_ids").values());
    if (name.isEmpty() == wanted.isEmpty()) {
      throw MetaError.parameter("Exactly one of name and hsm_ids is needed.").thrown();
    }
    List<Template> found =
        desk.of(call.account().wabaId()).stream()
            .filter(it -> name.map(it.name()::equals).orElseGet(() -> wanted.contains(it.id())))
            .filter(it -> id.isEmpty() || it.id().equals(id.get()))
            .toList();
    if (found.isEmpty()
        || wanted.size() > 100
        || (name.isEmpty() && found.size() < wanted.size())) {
      throw MetaError.template(
              2593002,
              "Message Template Not Found",
              "The message template "
                  + name.orElse(String.join(", ", wanted))
                  + " wasn't found for this account.")
          .thrown();
    }
    desk.delete(call.account(), found);
    courier.wake();
    return answers.done();
  }
}
