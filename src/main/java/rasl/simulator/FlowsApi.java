package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.http.FormParts;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Flows: kept, published and given up as Meta's, but their screens are not played. */
final class FlowsApi {
  static final String SHELF = "flows";
  private static final String FILES = "flow_files";
  private static final int MOST_FLOWS = 200;
  private static final int MOST_BYTES = 1 << 20;
  private static final int USUAL_PAGE = 25;
  private static final String USUAL = "id,name,status,categories,validation_errors";
  private static final Set<String> FIELDS =
      Set.of(
          "application",
          "categories",
          "data_api_version",
          "data_channel_uri",
          "endpoint_uri",
          "health_status",
          "id",
          "json_version",
          "metric",
          "name",
          "preview",
          "status",
          "updated_at",
          "validation_errors",
          "whatsapp_business_account");
  private static final List<String> CATEGORIES =
      List.of(
          "SIGN_UP",
          "SIGN_IN",
          "APPOINTMENT_BOOKING",
          "LEAD_GENERATION",
          "SHOPPING",
          "CONTACT_US",
          "CUSTOMER_SUPPORT",
          "SURVEY",
          "OTHER");

  private final World world;
  private final MediaUrls urls;
  private final GraphPages pages;
  private final GraphAnswers answers;
  private final Ids ids;

  FlowsApi(World world, MediaUrls urls, GraphPages pages, GraphAnswers answers, Ids ids) {
    this.world = world;
    this.urls = urls;
    this.pages = pages;
    this.answers = answers;
    this.ids = ids;
  }

  Map<String, GraphCall.Route> ofAccount() {
    return Map.of("GET flows", this::list, "POST flows", this::create);
  }

  Map<String, GraphCall.Route> ofFlow() {
    return Map.of(
        "GET ", call -> describe(call, flow(call)),
        "POST ", this::update,
        "DELETE ", this::delete,
        "GET assets", this::assets,
        "POST assets", this::upload,
        "GET assets/flow.json", this::file,
        "POST publish", call -> step(call, "DRAFT", "PUBLISHED", 139002),
        "POST deprecate", call -> step(call, "PUBLISHED", "DEPRECATED", 139003));
  }

  /** The account that a flow belongs to; empty where there is no such flow. */
  Optional<String> owner(String id) {
    return new Shelf(world, SHELF).get(id).map(it -> it.path("waba").asString(""));
  }

  private ObjectNode list(GraphCall call) {
    List<JsonNode> mine = new ArrayList<>();
    for (JsonNode flow : new Shelf(world, SHELF).all().values()) {
      if (flow.path("waba").asString("").equals(call.account().wabaId())) {
        mine.add(describe(call, (ObjectNode) flow.deepCopy()));
      }
    }
    return pages.page(call.request(), mine, USUAL_PAGE);
  }

  private ObjectNode create(GraphCall call) {
    if (new Shelf(world, SHELF).all().size() >= MOST_FLOWS) {
      throw MetaError.parameter("The simulator keeps at most " + MOST_FLOWS + " flows.").thrown();
    }
    ObjectNode flow = answers.object();
    flow.put("id", ids.object()).put("waba", call.account().wabaId());
    flow.put("name", call.root().get("name").text(200)).put("status", "DRAFT");
    flow.set("categories", categories(call.root().get("categories")));
    flow.putArray("validation_errors");
    call.text("endpoint_uri").ifPresent(it -> flow.put("endpoint_uri", it));
    call.text("flow_json").ifPresent(it -> keepFile(flow, it));
    put(flow);
    ObjectNode answer = answers.object();
    answer.set("id", flow.path("id"));
    if (call.text("publish").orElse("").equals("true")) {
      put(flow.put("status", "PUBLISHED"));
    }
    return answer.put("success", true);
  }

  private static ArrayNode categories(Param given) {
    JsonNode list = given.node();
    if (!list.isArray() || list.isEmpty()) {
      throw MetaError.parameter("The parameter categories is required.").thrown();
    }
    ArrayNode all = Json.mapper().createArrayNode();
    for (int i = 0; i < list.size(); i++) {
      all.add(given.at(i).oneOf(CATEGORIES));
    }
    return all;
  }

  private ObjectNode describe(GraphCall call, ObjectNode flow) {
    ObjectNode account = flow.putObject("whatsapp_business_account");
    account.put("id", call.account().wabaId()).put("name", call.account().verifiedName());
    account.put("currency", "USD").put("timezone_id", "1");
    flow.putObject("application")
        .put("id", call.account().appId())
        .put("name", call.account().verifiedName())
        .put("link", AppApi.link(call.account()));
    flow.putObject("preview")
        .put("preview_url", urls.base() + "/")
        .put("expires_at", world.now().plusSeconds(30L * 86_400).toString());
    flow.putObject("health_status").put("can_send_message", "AVAILABLE").putArray("entities");
    return call.fields(USUAL).of(flow, FIELDS, "WhatsAppFlow");
  }

  private ObjectNode update(GraphCall call) {
    ObjectNode flow = flow(call);
    Param name = call.root().get("name");
    Param categories = call.root().get("categories");
    Param endpoint = call.root().get("endpoint_uri");
    if (name.isPresent()) {
      flow.put("name", name.text(200));
    }
    if (categories.isPresent()) {
      flow.set("categories", categories(categories));
    }
    if (endpoint.isPresent()) {
      flow.put("endpoint_uri", endpoint.text(2_000));
    }
    put(flow);
    return answers.done();
  }

  private ObjectNode delete(GraphCall call) {
    ObjectNode flow = flow(call);
    if (!flow.path("status").asString("").equals("DRAFT")) {
      throw MetaError.of(139004, "You can't delete a Flow that is published.").thrown();
    }
    new Shelf(world, SHELF).remove(call.request().object());
    new Shelf(world, FILES).remove(call.request().object());
    return answers.done();
  }

  private ObjectNode step(GraphCall call, String from, String to, int code) {
    ObjectNode flow = flow(call);
    String status = flow.path("status").asString("");
    if (!status.equals(from)) {
      throw MetaError.of(code, "A Flow that is " + status + " cannot become " + to + ".").thrown();
    }
    if (to.equals("PUBLISHED") && new Shelf(world, FILES).get(call.request().object()).isEmpty()) {
      throw MetaError.of(code, "A Flow without a Flow JSON cannot be published.").thrown();
    }
    put(flow.put("status", to));
    return answers.done();
  }

  private ObjectNode assets(GraphCall call) {
    ObjectNode flow = flow(call);
    ObjectNode answer = answers.object();
    ArrayNode data = answer.putArray("data");
    String id = flow.path("id").asString("");
    if (new Shelf(world, FILES).get(id).isPresent()) {
      data.addObject()
          .put("name", "flow.json")
          .put("asset_type", "FLOW_JSON")
          .put("download_url", urls.base() + "/" + id + "/assets/flow.json");
    }
    return answer;
  }

  private ObjectNode file(GraphCall call) {
    return new Shelf(world, FILES)
        .get(flow(call).path("id").asString(""))
        .orElseThrow(() -> MetaError.unknownObject("get", call.request().object()).thrown());
  }

  private ObjectNode upload(GraphCall call) {
    ObjectNode flow = flow(call);
    if (!flow.path("status").asString("").equals("DRAFT")) {
      throw MetaError.of(139001, "A Flow that was published cannot be updated.").thrown();
    }
    String _ = call.root().get("asset_type").oneOf(List.of("FLOW_JSON"));
    FormParts.Part file = call.request().parameters().files().get("file");
    if (file == null || file.bytes().length > MOST_BYTES) {
      throw MetaError.parameter("The parameter file is required, with at most 1 MB.").thrown();
    }
    keepFile(flow, new String(file.bytes(), StandardCharsets.UTF_8));
    put(flow);
    ObjectNode answer = answers.done();
    answer.set("validation_errors", flow.path("validation_errors"));
    return answer;
  }

  /** Only whether it is JSON with a version and screens is looked at. */
  private void keepFile(ObjectNode flow, String text) {
    ArrayNode errors = flow.putArray("validation_errors");
    JsonNode json = Json.mapper().missingNode();
    try {
      json = Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException _) {
      // Told below, among the faults of the file.
    }
    if (json instanceof ObjectNode whole && json.has("version") && json.path("screens").isArray()) {
      flow.set("json_version", json.path("version"));
      new Shelf(world, FILES).put(flow.path("id").asString(""), whole);
      return;
    }
    errors
        .addObject()
        .put("error", "INVALID_FLOW_JSON")
        .put("error_type", "FLOW_JSON_ERROR")
        .put("message", "The file must be a JSON object with a version and screens.")
        .put("line_start", 1)
        .put("line_end", 1)
        .put("column_start", 1)
        .put("column_end", 1);
  }

  private ObjectNode flow(GraphCall call) {
    return new Shelf(world, SHELF)
        .get(call.request().object())
        .orElseThrow(
            () ->
                MetaError.unknownObject(call.request().method(), call.request().object()).thrown());
  }

  private void put(ObjectNode flow) {
    ObjectNode kept = flow.deepCopy();
    kept.put("updated_at", world.now().toString());
    new Shelf(world, SHELF).put(flow.path("id").asString(""), kept);
  }
}
