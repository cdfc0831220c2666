package rasl.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.http.RawRequest;
import rasl.http.RawResponse;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The simulator's own API under {@code /control/}, for tests and demos; not part of Meta's. */
final class ControlApi {
  private static final Logger log = LoggerFactory.getLogger(ControlApi.class);

  /** A file of 16 MB in Base64, and room for the rest. */
  private static final int MAX_BODY = 24 << 20;

  private static final long MAX_ADVANCE_SECONDS = Duration.ofDays(3_650).toSeconds();
  private static final long MAX_DELAY_MS = Duration.ofDays(7).toMillis();

  private final World world;
  private final Courier courier;
  private final MediaApi media;
  private final Map<String, Function<ControlFields, ObjectNode>> posts;
  private final Map<String, Function<RawRequest, RawResponse>> gets;

  ControlApi(
      List<SimulatorAccount> accounts,
      World world,
      Courier courier,
      MediaApi media,
      TemplateDesk desk,
      Supplier<URI> address) {
    this.world = world;
    this.courier = courier;
    this.media = media;
    var known = new ControlAccounts(accounts);
    var inbound = new ControlInbound(world, known, new InboundMedia(media));
    var settings = new ControlSettings(world, known);
    var outbox = new Outbox(world);
    var phone = new ControlPhone(world, known, media);
    this.posts = posts(inbound, settings, new ControlTemplates(world, desk, known), known);
    var account = new ControlAccount(known, address);
    this.gets =
        Map.of(
            "/control/account", it -> json(200, account.tell(it)),
            "/control/outbox",
                it -> RawResponse.of(200, "application/json", outbox.list(it.query())),
            "/control/state", _ -> state(),
            "/control/customers", it -> json(200, phone.customers(it.query())),
            "/control/thread", it -> json(200, phone.thread(it.query())),
            "/control/media", it -> phone.file(it.query()),
            "/control/numbers", _ -> json(200, phone.numbers()));
  }

  private Map<String, Function<ControlFields, ObjectNode>> posts(
      ControlInbound inbound,
      ControlSettings settings,
      ControlTemplates templates,
      ControlAccounts known) {
    return Map.of(
        "/control/inbound", inbound::receive,
        "/control/faults", this::fault,
        "/control/clock", this::clock,
        "/control/webhooks", this::webhooks,
        "/control/reset", _ -> reset(),
        "/control/settings", settings::rules,
        "/control/users", settings::user,
        "/control/numbers", settings::number,
        "/control/templates", templates::change,
        "/control/notices", new ControlNotices(world, known)::tell);
  }

  RawResponse handle(RawRequest request) {
    try {
      return answer(request);
    } catch (ControlRefusedException e) {
      return refusal(e.status(), e.text());
    } catch (RefusedException _) {
      return refusal(413, "The body is larger than 24 MiB");
    } catch (RuntimeException e) {
      log.error("the simulator failed", e);
      return refusal(500, "The simulator failed");
    }
  }

  private RawResponse answer(RawRequest request) {
    ControlGate.checkHost(request);
    String path = request.path();
    if (!posts.containsKey(path) && !gets.containsKey(path)) {
      throw new ControlRefusedException(404, "The control API has no " + path);
    }
    Function<RawRequest, RawResponse> get = gets.get(path);
    if (get != null && request.method().equals("GET")) {
      return get.apply(request);
    }
    Function<ControlFields, ObjectNode> post = posts.get(path);
    if (post == null || !request.method().equals("POST")) {
      String method = post == null ? "GET" : get == null ? "POST" : "GET, POST";
      return refusal(405, path + " takes " + method + " only").with("Allow", method);
    }
    ControlGate.checkMediaType(request);
    ObjectNode answer = post.apply(body(request));
    courier.wake();
    return json(200, answer);
  }

  private static ControlFields body(RawRequest request) {
    byte[] bytes = request.body().read(MAX_BODY);
    if (bytes.length == 0 && request.path().equals("/control/reset")) {
      return new ControlFields(Json.mapper().createObjectNode());
    }
    return new ControlFields(
        RequestJson.parse(bytes)
            .orElseThrow(
                () -> new ControlRefusedException(400, "The body must be one JSON object")));
  }

  private ObjectNode fault(ControlFields body) {
    world.setFault(FaultParser.parse(body));
    return object().put("success", true);
  }

  private ObjectNode clock(ControlFields body) {
    long seconds =
        body.integer("advance_seconds", 0, MAX_ADVANCE_SECONDS)
            .orElseThrow(() -> ControlRefusedException.wrong("'advance_seconds' is missing"));
    world.tell(new Fact.ClockAdvanced(Duration.ofSeconds(seconds)));
    return object().put("now", world.now().toString());
  }

  private ObjectNode webhooks(ControlFields body) {
    WebhookSwitches old = world.switches();
    var switches =
        new WebhookSwitches(
            body.integer("delay_ms", 0, MAX_DELAY_MS).orElse(old.delayMs()),
            body.flag("duplicate").orElse(old.duplicate()),
            body.flag("shuffle").orElse(old.shuffle()),
            body.flag("skip_delivered").orElse(old.skipDelivered()),
            body.flag("skip_read").orElse(old.skipRead()),
            body.integer("read_delay_ms", 0, MAX_DELAY_MS).orElse(old.readDelayMs()),
            body.integer("updates_per_post", 1, 1_000)
                .orElse((long) old.updatesPerPost())
                .intValue());
    world.tell(new Fact.Switched(switches));
    return describe(switches);
  }

  private ObjectNode reset() {
    world.reset();
    media.clear();
    return object().put("success", true);
  }

  private RawResponse state() {
    World.Counts counts = world.counts();
    ObjectNode answer = object();
    answer.put("accepted", counts.accepted());
    answer.put("pending_webhooks", counts.pendingWebhooks());
    answer.put("faults", counts.faults());
    answer.put("now", counts.now().toString());
    answer.set("webhooks", describe(counts.webhooks()));
    answer.set("settings", ControlSettings.describe(world.ask(State::rules)));
    return json(200, answer);
  }

  private ObjectNode describe(WebhookSwitches switches) {
    return object()
        .put("delay_ms", switches.delayMs())
        .put("duplicate", switches.duplicate())
        .put("shuffle", switches.shuffle())
        .put("skip_delivered", switches.skipDelivered())
        .put("skip_read", switches.skipRead())
        .put("read_delay_ms", switches.readDelayMs())
        .put("updates_per_post", switches.updatesPerPost());
  }

  private RawResponse refusal(int status, String text) {
    ObjectNode answer = object();
    answer.putObject("error").put("message", text);
    return json(status, answer);
  }

  private RawResponse json(int status, JsonNode body) {
    return RawResponse.json(status, Json.write(body));
  }

  private ObjectNode object() {
    return Json.mapper().createObjectNode();
  }
}
