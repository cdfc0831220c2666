package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Message templates: list, read, make, change, delete. */
final class TemplatesApi {
  private static final int USUAL_PAGE = 25;
  private static final int MOST_PER_PAGE = 1_000;
  private static final int MOST_TEMPLATES = 6_000;
  private static final List<String> CATEGORIES = List.of("AUTHENTICATION", "MARKETING", "UTILITY");
  private static final Set<String> EDITABLE = Set.of("APPROVED", "REJECTED", "PAUSED");
  private static final Set<String> USUAL_FIELDS =
      Set.of("id", "name", "language", "status", "category", "parameter_format", "components");

  private final World world;
  private final TemplateDesk desk;
  private final Courier courier;
  private final GraphAnswers answers;

  TemplatesApi(World world, TemplateDesk desk, Courier courier, GraphAnswers answers) {
    this.world = world;
    this.desk = desk;
    this.courier = courier;
    this.answers = answers;
  }

  ObjectNode get(Template template, String query) {
    return fields(template.describe(world.now()), query);
  }

  ObjectNode list(SimulatorAccount account, GraphRequest request, String base) {
    String query = request.raw().query();
    Instant now = world.now();
    List<Template> all =
        desk.of(account.wabaId()).stream()
            .filter(template -> matches(template, query, now))
            .toList();
    int limit = Math.clamp(number(query, "limit", USUAL_PAGE), 1, MOST_PER_PAGE);
    int from = start(query, limit, all.size());
    List<Template> page = all.subList(from, Math.min(all.size(), from + limit));
    ObjectNode answer = answers.object();
    ArrayNode data = answer.putArray("data");
    page.forEach(template -> data.add(fields(template.describe(now), query)));
    if (!page.isEmpty()) {
      String path = base + "/" + request.version() + "/" + account.wabaId() + "/message_templates";
      boolean more = from + page.size() < all.size();
      paging(answer.putObject("paging"), more ? path : "", query, from, page.size(), limit);
    }
    if (GraphRequest.parameter(query, "summary").isPresent()) {
      answer.putObject("summary").put("total_count", all.size());
    }
    return answer;
  }

  /** Where this page stands, and the next one; {@code path} is empty where there is none. */
  private static void paging(
      ObjectNode paging, String path, String query, int from, int size, int limit) {
    String after = cursor(from + size);
    paging.putObject("cursors").put("before", cursor(from)).put("after", after);
    if (!path.isEmpty()) {
      paging.put("next", path + "?" + nextQuery(query, limit, after));
    }
  }

  /** The page after this one, without the token. */
  private static String nextQuery(String query, int limit, String after) {
    String kept =
        Arrays.stream(query.split("&"))
            .filter(
                part -> !part.isEmpty() && !part.matches("(access_token|limit|after|before)=.*"))
            .collect(Collectors.joining("&"));
    return (kept.isEmpty() ? "" : kept + "&") + "limit=" + limit + "&after=" + after;
  }

  private static int start(String query, int limit, int size) {
    Optional<Integer> after = GraphRequest.parameter(query, "after").map(TemplatesApi::position);
    Optional<Integer> before = GraphRequest.parameter(query, "before").map(TemplatesApi::position);
    int start = after.orElseGet(() -> before.map(end -> end - limit).orElse(0));
    return Math.clamp(start, 0, size);
  }

  private static String cursor(int position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("p" + position).getBytes(StandardCharsets.US_ASCII));
  }

  private static int position(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      return Integer.parseInt(text.substring(1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      throw MetaError.parameter("Invalid cursor").thrown();
    }
  }

  private static long number(String query, String name, long otherwise) {
    String value = GraphRequest.parameter(query, name).orElse(Long.toString(otherwise));
    if (!value.matches("[0-9]{1,9}")) {
      throw MetaError.parameter("Param " + name + " must be an integer.").thrown();
    }
    return Long.parseLong(value);
  }

  private static boolean matches(Template template, String query, Instant now) {
    String text = template.components().toString();
    return is(query, "name", template.name()::contains)
        && is(query, "status", it -> it.equalsIgnoreCase(template.status(now)))
        && is(query, "category", it -> it.equalsIgnoreCase(template.category()))
        && is(query, "language", it -> it.equalsIgnoreCase(template.language()))
        && is(query, "quality_score", it -> it.equalsIgnoreCase(template.quality()))
        && is(query, "content", text::contains)
        && is(query, "name_or_content", it -> template.name().contains(it) || text.contains(it));
  }

  private static boolean is(String query, String name, Predicate<String> test) {
    return GraphRequest.parameter(query, name).map(test::test).orElse(true);
  }

  /** The fields that were asked for; the id always. */
  private static ObjectNode fields(ObjectNode whole, String query) {
    Set<String> wanted =
        GraphRequest.parameter(query, "fields")
            .map(it -> Arrays.stream(it.split(",")).map(String::strip).collect(Collectors.toSet()))
            .orElse(USUAL_FIELDS);
    return whole.retain(
        Stream.concat(wanted.stream(), Stream.of("id")).collect(Collectors.toSet()));
  }

  ObjectNode create(SimulatorAccount account, JsonNode body) {
    Param draft = Param.root(body);
    String name = draft.get("name").text(512);
    if (!name.matches("[a-z0-9_]+")) {
      throw draft.get("name").wrong("must have lower-case letters, digits and underscores only.");
    }
    String language = draft.get("language").text(20);
    String category = draft.get("category").oneOf(CATEGORIES);
    boolean named = draft.get("parameter_format").optionalText(20).equalsIgnoreCase("NAMED");
    TemplateDraft.check(draft.get("components"), named, category);
    Template made =
        desk.create(
            account,
            new NewTemplate(
                name,
                language,
                category,
                named,
                components(body, category, language),
                body.path("message_send_ttl_seconds").asLong(0)),
            MOST_TEMPLATES);
    courier.wake();
    return answers
        .object()
        .put("id", made.id())
        .put("status", made.status(world.now()))
        .put("category", category);
  }

  private static JsonNode components(JsonNode body, String category, String language) {
    JsonNode components = body.path("components");
    return category.equals("AUTHENTICATION")
        ? LoginTemplates.fill(components, language)
        : TemplateNames.upper(components);
  }

  ObjectNode edit(SimulatorAccount account, Template old, JsonNode body) {
    Param draft = Param.root(body);
    String category = editable(old, draft);
    boolean newComponents = draft.get("components").isPresent();
    if (newComponents) {
      TemplateDraft.check(draft.get("components"), old.named(), category);
    }
    desk.edit(
        account,
        old,
        new NewTemplate(
            old.name(),
            old.language(),
            category,
            old.named(),
            newComponents ? components(body, category, old.language()) : old.components(),
            body.path("message_send_ttl_seconds").asLong(old.ttlSeconds())));
    courier.wake();
    return answers.object().put("success", true);
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

  ObjectNode unpause(SimulatorAccount account, Template template) {
    if (!template.status(world.now()).equals("PAUSED")) {
      throw MetaError.template(
              2388039, "Template is not paused", "Only a paused template can be unpaused.")
          .thrown();
    }
    desk.setStatus(account, template, "APPROVED", "NONE", template.quality());
    courier.wake();
    return answers.object().put("success", true);
  }

  /** By name in all languages, by name and id, or by up to 100 ids. */
  ObjectNode delete(SimulatorAccount account, String query) {
    Optional<String> name = GraphRequest.parameter(query, "name");
    Optional<String> id = GraphRequest.parameter(query, "hsm_id");
    Optional<String> ids = GraphRequest.parameter(query, "hsm_ids");
    if (name.isEmpty() == ids.isEmpty()) {
      throw MetaError.parameter("Exactly one of name and hsm_ids is needed.").thrown();
    }
    Set<String> wanted =
        ids.map(it -> Set.copyOf(Arrays.asList(it.replaceAll("[\\[\\]\"\\s]", "").split(","))))
            .orElse(Set.of());
    List<Template> found =
        desk.of(account.wabaId()).stream()
            .filter(it -> name.map(it.name()::equals).orElseGet(() -> wanted.contains(it.id())))
            .filter(it -> id.isEmpty() || it.id().equals(id.get()))
            .toList();
    if (found.isEmpty()
        || wanted.size() > 100
        || (name.isEmpty() && found.size() < wanted.size())) {
      throw MetaError.template(
              2593002, "Message Template Not Found", "There is no such message template.")
          .thrown();
    }
    desk.delete(account, found);
    courier.wake();
    return answers.object().put("success", true);
  }
}
