package rasl.simulator;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where webhooks go other than to the simulator's usual receiver: a number's own callback goes
 * before its account's, and that before the one that the app subscribed with.
 */
final class Callbacks {
  private static final String SHELF = "callbacks";
  private static final String APP = "app/";
  private static final String ACCOUNT = "account/";
  private static final String NUMBER = "number/";

  private final World world;
  private final List<SimulatorAccount> accounts;
  private final Callback callback;
  private final Ids ids;

  Callbacks(World world, List<SimulatorAccount> accounts, Callback callback, Ids ids) {
    this.world = world;
    this.accounts = accounts;
    this.callback = callback;
    this.ids = ids;
  }

  /** The receiver that was chosen for a number; empty where none was. */
  Optional<URI> of(SimulatorAccount account) {
    return uri(NUMBER + account.phoneNumberId())
        .or(() -> uri(ACCOUNT + account.wabaId()))
        .or(() -> uri(APP + account.appId()))
        .map(URI::create);
  }

  /** Whether any number has a receiver of its own. */
  boolean any() {
    return accounts.stream().anyMatch(account -> of(account).isPresent());
  }

  /** Whether the app hears of a field; one that subscribed here hears of what it named. */
  boolean hears(SimulatorAccount account, String field) {
    return app(account)
        .map(it -> it.path("fields").valueStream().anyMatch(name -> field.equals(name.asString())))
        .orElse(true);
  }

  Optional<String> uriOfNumber(SimulatorAccount account) {
    return uri(NUMBER + account.phoneNumberId());
  }

  Optional<String> uriOfAccount(SimulatorAccount account) {
    return uri(ACCOUNT + account.wabaId());
  }

  /** The subscription of an account's app. */
  Optional<ObjectNode> app(SimulatorAccount account) {
    return shelf().get(APP + account.appId());
  }

  void ofNumber(SimulatorAccount account, Param uri, Param verifyToken) {
    set(NUMBER + account.phoneNumberId(), uri, verifyToken);
  }

  void ofAccount(SimulatorAccount account, Param uri, Param verifyToken) {
    set(ACCOUNT + account.wabaId(), uri, verifyToken);
  }

  /** The account's callback is given up with its subscription. */
  void forgetAccount(SimulatorAccount account) {
    shelf().remove(ACCOUNT + account.wabaId());
  }

  void forgetApp(SimulatorAccount account) {
    shelf().remove(APP + account.appId());
  }

  void subscribeApp(SimulatorAccount account, ObjectNode subscription, String verifyToken) {
    verify(subscription.path("callback_url").asString(""), verifyToken);
    shelf().put(APP + account.appId(), subscription);
  }

  /** Fewer fields, the same callback. */
  void narrowApp(SimulatorAccount account, ObjectNode subscription) {
    shelf().put(APP + account.appId(), subscription);
  }

  /** An empty address gives the callback up. */
  private void set(String key, Param uri, Param verifyToken) {
    if (uri.isAbsent() || uri.value().isEmpty()) {
      shelf().remove(key);
      return;
    }
    verify(uri.text(2_000), verifyToken.text(500));
    shelf().put(key, Json.mapper().createObjectNode().put("uri", uri.value()));
  }

  /** Meta takes a callback only once it has answered the challenge. */
  private void verify(String uri, String verifyToken) {
    try {
      URI url = URI.create(uri);
      boolean http = Set.of("http", "https").contains(String.valueOf(url.getScheme()));
      if (http && url.getHost() != null && callback.verify(url, verifyToken, ids.digits())) {
        return;
      }
    } catch (IllegalArgumentException _) {
      // Refused below, as an address where nobody answers.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw MetaError.callback(uri + " did not answer 200 with the challenge").thrown();
  }

  private Optional<String> uri(String key) {
    return shelf()
        .get(key)
        .map(it -> key.startsWith(APP) ? it.path("callback_url") : it.path("uri"))
        .map(JsonNode::asString);
  }

  private Shelf shelf() {
    return new Shelf(world, SHELF);
  }

  /** The fields of updates. */
  static String field(Pending pending) {
    return pending.subject() instanceof Pending.Notice notice ? notice.field() : "messages";
  }
}
