package rasl.whatsapp.simulator;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.http.RawRequest;
import rasl.http.RawResponse;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Meta's side: authentication first, then the object, then what is wanted of it. */
final class GraphApi {
  private static final Logger log = LoggerFactory.getLogger(GraphApi.class);
  private static final int MAX_BODY = 1 << 20;

  private final List<SimulatorAccount> accounts;
  private final MessagesApi messages;
  private final World world;
  private final GraphAnswers answers;

  GraphApi(
      List<SimulatorAccount> accounts, MessagesApi messages, World world, GraphAnswers answers) {
    this.accounts = accounts;
    this.messages = messages;
    this.world = world;
    this.answers = answers;
  }

  RawResponse handle(RawRequest raw) {
    GraphRequest request = GraphRequest.of(raw);
    try {
      return answer(request);
    } catch (GraphRefusedException e) {
      return answers.error(request.version(), e.error());
    } catch (RefusedException _) {
      return answers.error(
          request.version(), MetaError.of(413, 100, "The request body is too large"));
    } catch (RuntimeException e) {
      log.error("the simulator failed", e);
      return answers.error(request.version(), MetaError.of(131000, "The simulator failed"));
    }
  }

  private RawResponse answer(GraphRequest request) {
    List<SimulatorAccount> visible = visibleTo(request);
    if (request.path().isEmpty()) {
      throw MetaError.unknownPath("/").thrown();
    }
    Optional<SimulatorAccount> number =
        visible.stream().filter(it -> it.phoneNumberId().equals(request.object())).findFirst();
    List<SimulatorAccount> ofWaba =
        visible.stream().filter(it -> it.wabaId().equals(request.object())).toList();
    String call = request.method() + " " + request.edge();
    if (number.isPresent()) {
      return ofNumber(request, call, number.get());
    }
    if (!ofWaba.isEmpty()) {
      return ofWaba(request, call, ofWaba);
    }
    throw MetaError.unknownObject(request.method(), request.object()).thrown();
  }

  private RawResponse ofNumber(GraphRequest request, String call, SimulatorAccount account) {
    return switch (call) {
      case "POST messages" -> messages.post(request.version(), account, body(request));
      case "GET " -> answers.success(request.version(), account, phoneNumber(account));
      default -> throw unknown(request);
    };
  }

  private RawResponse ofWaba(GraphRequest request, String call, List<SimulatorAccount> ofWaba) {
    SimulatorAccount account = ofWaba.getFirst();
    ObjectNode body =
        switch (call) {
          case "GET phone_numbers" -> phoneNumbers(ofWaba);
          case "GET subscribed_apps" -> subscribedApps(account);
          case "POST subscribed_apps" -> subscribe(request, account);
          case "DELETE subscribed_apps" -> unsubscribe(account);
          case "GET " ->
              answers.object().put("id", account.wabaId()).put("name", account.verifiedName());
          default -> throw unknown(request);
        };
    return answers.success(request.version(), account, body);
  }

  private static GraphRefusedException unknown(GraphRequest request) {
    return MetaError.unknownObject(request.method(), request.object()).thrown();
  }

  private List<SimulatorAccount> visibleTo(GraphRequest request) {
    String token = request.token().orElseThrow(() -> MetaError.noToken().thrown());
    List<SimulatorAccount> visible =
        accounts.stream().filter(account -> account.accessToken().equals(token)).toList();
    if (visible.isEmpty()) {
      throw MetaError.unknownToken().thrown();
    }
    return visible;
  }

  private static JsonNode body(GraphRequest request) {
    return RequestJson.parse(request.raw().body().read(MAX_BODY))
        .orElseThrow(
            () ->
                MetaError.of(100, "The request body is not a JSON object of valid UTF-8").thrown());
  }

  private ObjectNode phoneNumbers(List<SimulatorAccount> ofWaba) {
    ObjectNode list = answers.object();
    var data = list.putArray("data");
    ofWaba.forEach(account -> data.add(phoneNumber(account)));
    list.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MAZDZD");
    return list;
  }

  private ObjectNode phoneNumber(SimulatorAccount account) {
    ObjectNode number = answers.object();
    number.put("verified_name", account.verifiedName());
    number.put("code_verification_status", "VERIFIED");
    number.put("display_phone_number", "+" + account.displayPhoneNumber());
    number.put("quality_rating", "GREEN");
    number.put("platform_type", "CLOUD_API");
    number.putObject("throughput").put("level", "STANDARD");
    number.put("status", "CONNECTED");
    number.put("name_status", "APPROVED");
    number.put("account_mode", "SANDBOX");
    number.put("id", account.phoneNumberId());
    return number;
  }

  private ObjectNode subscribedApps(SimulatorAccount account) {
    ObjectNode list = answers.object();
    var data = list.putArray("data");
    if (world.isSubscribed(account.wabaId())) {
      data.addObject()
          .putObject("whatsapp_business_api_data")
          .put("id", account.appId())
          .put("name", account.verifiedName())
          .put("link", "https://www.facebook.com/games/?app_id=" + account.appId());
    }
    return list;
  }

  private ObjectNode subscribe(GraphRequest request, SimulatorAccount account) {
    byte[] body = request.raw().body().read(MAX_BODY);
    boolean overrides =
        RequestJson.parse(body).map(json -> json.has("override_callback_uri")).orElse(false);
    if (overrides
        || GraphRequest.parameter(request.raw().query(), "override_callback_uri").isPresent()) {
      throw MetaError.parameter(
              "Param override_callback_uri: this simulator has one callback for all.")
          .thrown();
    }
    world.subscribe(account.wabaId(), true);
    return answers.object().put("success", true);
  }

  private ObjectNode unsubscribe(SimulatorAccount account) {
    world.subscribe(account.wabaId(), false);
    return answers.object().put("success", true);
  }
}
