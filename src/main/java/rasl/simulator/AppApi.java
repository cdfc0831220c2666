package rasl.simulator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.crypto.Macs;
import rasl.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The app itself: its tokens, and the callback that it subscribes for its accounts. */
final class AppApi {
  private static final String OBJECT = "whatsapp_business_account";

  private final List<SimulatorAccount> accounts;
  private final Callbacks callbacks;
  private final UploadsApi uploads;
  private final GraphAnswers answers;

  AppApi(
      List<SimulatorAccount> accounts,
      Callbacks callbacks,
      UploadsApi uploads,
      GraphAnswers answers) {
    this.accounts = accounts;
    this.callbacks = callbacks;
    this.uploads = uploads;
    this.answers = answers;
  }

  /** The token of an app, which steers the app alone. */
  static String token(SimulatorAccount account) {
    return account.appId() + "|" + account.appSecret();
  }

  /** Whether an id in a path means the app of this account. */
  static boolean isApp(String id, SimulatorAccount account) {
    return id.equals(account.appId()) || id.equals("app");
  }

  ObjectNode answer(GraphCall call) {
    return switch (call.request().method() + " " + call.request().edge()) {
      case "GET " -> describe(call);
      case "POST uploads" -> uploads.begin(call);
      case "GET subscriptions" -> subscriptions(call.account());
      case "POST subscriptions" -> subscribe(call);
      case "DELETE subscriptions" -> unsubscribe(call);
      default -> throw NotPlayed.refusal(call.request(), "Application");
    };
  }

  private ObjectNode describe(GraphCall call) {
    ObjectNode app = answers.object();
    app.put("id", call.account().appId()).put("name", call.account().verifiedName());
    app.put("link", link(call.account()));
    return call.fields("link,name,id").of(app, Set.of("id", "name", "link"), "Application");
  }

  static String link(SimulatorAccount account) {
    return "https://www.facebook.com/games/?app_id=" + account.appId();
  }

  private ObjectNode subscriptions(SimulatorAccount account) {
    ObjectNode answer = answers.object();
    ArrayNode data = answer.putArray("data");
    callbacks
        .app(account)
        .ifPresent(
            it -> {
              ObjectNode item = data.addObject().put("object", OBJECT);
              item.set("callback_url", it.path("callback_url"));
              item.put("active", true);
              ArrayNode fields = item.putArray("fields");
              it.path("fields")
                  .forEach(
                      name ->
                          fields
                              .addObject()
                              .put("name", name.asString())
                              .put("version", GraphRequest.NEWEST));
            });
    return answer;
  }

  private ObjectNode subscribe(GraphCall call) {
    checkObject(call);
    ObjectNode subscription = answers.object();
    subscription.put("callback_url", call.root().get("callback_url").text(2_000));
    ArrayNode fields = fields(call.root().get("fields"));
    if (fields.isEmpty()) {
      throw MetaError.parameter("The parameter fields is required.").thrown();
    }
    subscription.set("fields", fields);
    callbacks.subscribeApp(call.account(), subscription, call.root().get("verify_token").text(500));
    return answers.done();
  }

  private static ArrayNode fields(Param given) {
    ArrayNode all = Json.mapper().createArrayNode();
    given.values().forEach(all::add);
    return all;
  }

  /** Without {@code fields} the whole subscription ends. */
  private ObjectNode unsubscribe(GraphCall call) {
    Optional<ObjectNode> old = callbacks.app(call.account());
    if (call.text("object").isPresent()) {
      checkObject(call);
    }
    ArrayNode gone = fields(call.root().get("fields"));
    ArrayNode left = Json.mapper().createArrayNode();
    old.ifPresent(
        it ->
            it.path("fields")
                .valueStream()
                .filter(name -> gone.valueStream().noneMatch(name::equals))
                .forEach(left::add));
    if (old.isEmpty() || gone.isEmpty() || left.isEmpty()) {
      callbacks.forgetApp(call.account());
    } else {
      old.get().set("fields", left);
      callbacks.narrowApp(call.account(), old.get());
    }
    return answers.done();
  }

  private static void checkObject(GraphCall call) {
    String _ = call.root().get("object").oneOf(List.of(OBJECT));
  }

  /** {@code oauth/access_token}: an app's token for its secret, or a token that lives longer. */
  ObjectNode accessToken(GraphRequest request) {
    String grant = request.text("grant_type").orElse("");
    SimulatorAccount account =
        accounts.stream()
            .filter(it -> it.appId().equals(request.text("client_id").orElse("")))
            .findFirst()
            .orElseThrow(
                () -> MetaError.application("Error validating application.", 101).thrown());
    if (!Macs.constantTimeEquals(account.appSecret(), request.text("client_secret").orElse(""))) {
      throw MetaError.application("Error validating client secret.", 1).thrown();
    }
    ObjectNode answer = answers.object();
    switch (grant) {
      case "client_credentials" -> answer.put("access_token", token(account));
      case "fb_exchange_token" ->
          answer.put("access_token", exchanged(request)).put("expires_in", 5_184_000);
      default ->
          throw MetaError.notPlayed(
                  "the exchange of a code for a token, only the grants client_credentials and"
                      + " fb_exchange_token")
              .thrown();
    }
    return answer.put("token_type", "bearer");
  }

  /** Tokens do not expire here: the longer-lived one is the same. */
  private String exchanged(GraphRequest request) {
    String old = request.text("fb_exchange_token").orElse("");
    if (accounts.stream().noneMatch(it -> it.accessToken().equals(old))) {
      throw MetaError.unknownToken().thrown();
    }
    return old;
  }

  /** {@code debug_token}: whose a token is. */
  ObjectNode debug(GraphRequest request) {
    String token = request.text("input_token").orElse("");
    ObjectNode answer = answers.object();
    ObjectNode data = answer.putObject("data");
    for (SimulatorAccount account : accounts) {
      boolean app = token(account).equals(token);
      if (app || account.accessToken().equals(token)) {
        data.put("app_id", account.appId()).put("application", account.verifiedName());
        data.put("type", app ? "APP" : "SYSTEM_USER").put("is_valid", true).put("expires_at", 0);
        data.putArray("scopes")
            .add("whatsapp_business_management")
            .add("whatsapp_business_messaging");
        return answer;
      }
    }
    data.put("is_valid", false).putArray("scopes");
    data.putObject("error").put("code", 190).put("message", "Invalid OAuth access token.");
    return answer;
  }
}
