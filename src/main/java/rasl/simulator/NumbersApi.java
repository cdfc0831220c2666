package rasl.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Business numbers and the apps that hear of them. */
final class NumbersApi {
  private static final int MAX_BODY = 1 << 20;

  private final World world;
  private final GraphAnswers answers;

  NumbersApi(World world, GraphAnswers answers) {
    this.world = world;
    this.answers = answers;
  }

  ObjectNode list(List<SimulatorAccount> ofWaba, String query) {
    ObjectNode list = answers.object();
    var data = list.putArray("data");
    ofWaba.forEach(account -> data.add(get(account, query)));
    list.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MAZDZD");
    return list;
  }

  ObjectNode get(SimulatorAccount account, String query) {
    NumberProfile profile = profile(account);
    ObjectNode number = answers.object();
    number.put("verified_name", account.verifiedName());
    number.put("code_verification_status", "VERIFIED");
    number.put("display_phone_number", "+" + account.displayPhoneNumber());
    number.put("quality_rating", profile.quality());
    number.put("platform_type", "CLOUD_API");
    number.putObject("throughput").put("level", profile.throughput());
    number.put("status", profile.registered() ? "CONNECTED" : "DISCONNECTED");
    number.put("name_status", "APPROVED");
    number.put("account_mode", "SANDBOX");
    number.put("id", account.phoneNumberId());
    var wanted = GraphRequest.parameter(query, "fields");
    if (wanted.isEmpty()) {
      return number;
    }
    number.put("whatsapp_business_manager_messaging_limit", profile.limit());
    number.put("messaging_limit_tier", profile.limit());
    number.put("is_pin_enabled", !profile.pin().isEmpty());
    number.put("is_official_business_account", false);
    number.put("host_platform", "CLOUD_API");
    number.putObject("quality_score").put("score", profile.quality());
    Set<String> fields =
        Stream.concat(Arrays.stream(wanted.get().split(",")).map(String::strip), Stream.of("id"))
            .collect(Collectors.toSet());
    return number.retain(fields);
  }

  /** The first registration sets the PIN; later ones must know it. */
  ObjectNode register(SimulatorAccount account, JsonNode body) {
    String product = body.path("messaging_product").asString("");
    if (!product.equals("whatsapp")) {
      throw MetaError.parameter("The parameter messaging_product is required.").thrown();
    }
    String pin = pin(body);
    NumberProfile old = profile(account);
    if (!old.pin().isEmpty() && !old.pin().equals(pin)) {
      throw MetaError.of(133005, ErrorTable.get(133005).details()).thrown();
    }
    world.tell(new Fact.NumberSet(account.phoneNumberId(), old.register(true, pin)));
    return success();
  }

  ObjectNode setPin(SimulatorAccount account, JsonNode body) {
    NumberProfile old = profile(account);
    world.tell(
        new Fact.NumberSet(account.phoneNumberId(), old.register(old.registered(), pin(body))));
    return success();
  }

  ObjectNode deregister(SimulatorAccount account) {
    NumberProfile old = profile(account);
    if (!old.registered()) {
      throw MetaError.of(133010, ErrorTable.get(133010).details()).thrown();
    }
    world.tell(new Fact.NumberSet(account.phoneNumberId(), old.register(false, old.pin())));
    return success();
  }

  /** Every number here is verified already, and any code is right. */
  ObjectNode verify() {
    return success();
  }

  private static String pin(JsonNode body) {
    String pin = body.path("pin").asString("");
    if (!pin.matches("[0-9]{6}")) {
      throw MetaError.parameter("Param pin must be 6 digits.").thrown();
    }
    return pin;
  }

  private NumberProfile profile(SimulatorAccount account) {
    return world.ask(state -> state.profile(account.phoneNumberId()));
  }

  ObjectNode subscribedApps(SimulatorAccount account) {
    ObjectNode list = answers.object();
    var data = list.putArray("data");
    if (world.ask(state -> state.isSubscribed(account.wabaId()))) {
      data.addObject()
          .putObject("whatsapp_business_api_data")
          .put("id", account.appId())
          .put("name", account.verifiedName())
          .put("link", "https://www.facebook.com/games/?app_id=" + account.appId());
    }
    return list;
  }

  ObjectNode subscribe(GraphRequest request, SimulatorAccount account) {
    byte[] body = request.raw().body().read(MAX_BODY);
    boolean overrides =
        RequestJson.parse(body).map(json -> json.has("override_callback_uri")).orElse(false);
    if (overrides
        || GraphRequest.parameter(request.raw().query(), "override_callback_uri").isPresent()) {
      throw MetaError.parameter(
              "Param override_callback_uri: this simulator has one callback for all.")
          .thrown();
    }
    world.tell(new Fact.Subscribed(account.wabaId(), true));
    return success();
  }

  ObjectNode unsubscribe(SimulatorAccount account) {
    world.tell(new Fact.Subscribed(account.wabaId(), false));
    return success();
  }

  private ObjectNode success() {
    return answers.object().put("success", true);
  }
}
