package rasl.whatsapp.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  private static final int MAX_BODY = 1 << 20;
  private static final int MAX_TEXT = 65_536;
  private static final long MAX_ADVANCE_SECONDS = Duration.ofDays(3_650).toSeconds();

  private final List<SimulatorAccount> accounts;
  private final World world;
  private final Courier courier;
  private final Outbox outbox;

  ControlApi(List<SimulatorAccount> accounts, World world, Courier courier) {
    this.accounts = accounts;
    this.world = world;
    this.courier = courier;
    this.outbox = new Outbox(world);
  }

  /** The method of each path. */
  private static final Map<String, String> METHODS =
      Map.of(
          "/control/inbound", "POST",
          "/control/outbox", "GET",
          "/control/faults", "POST",
          "/control/clock", "POST",
          "/control/reset", "POST",
          "/control/webhooks", "POST",
          "/control/state", "GET");

  RawResponse handle(RawRequest request) {
    try {
      return answer(request);
    } catch (ControlRefusedException e) {
      return refusal(e.status(), e.text());
    } catch (RefusedException _) {
      return refusal(413, "The body is larger than 1 MiB");
    } catch (RuntimeException e) {
      log.error("the simulator failed", e);
      return refusal(500, "The simulator failed");
    }
  }

  private RawResponse answer(RawRequest request) {
    ControlGate.checkHost(request);
    String method = METHODS.get(request.path());
    if (method == null) {
      throw new ControlRefusedException(404, "The control API has no " + request.path());
    }
    if (!method.equals(request.method())) {
      return refusal(405, request.path() + " takes " + method + " only").with("Allow", method);
    }
    if (method.equals("GET")) {
      return request.path().equals("/control/outbox")
          ? RawResponse.of(200, "application/json", outbox.list(request.query()))
          : state();
    }
    ControlGate.checkMediaType(request);
    ObjectNode answer = change(request.path(), body(request));
    courier.wake();
    return json(200, answer);
  }

  private ObjectNode change(String path, ControlFields body) {
    return switch (path) {
      case "/control/inbound" -> inbound(body);
      case "/control/faults" -> fault(body);
      case "/control/clock" -> clock(body);
      case "/control/webhooks" -> webhooks(body);
      default -> reset();
    };
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

  private ObjectNode inbound(ControlFields body) {
    String from =
        body.number("from").orElseThrow(() -> ControlRefusedException.wrong("'from' is missing"));
    String type = body.text("type").orElse("text");
    if (!type.equals("text")) {
      throw ControlRefusedException.wrong(
          "'type' must be \"text\": this version of the simulator plays nothing else");
    }
    String text = body.text("text").orElse("");
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw ControlRefusedException.wrong("'text' must have 1 to 65536 characters");
    }
    SimulatorAccount account = account(body);
    if (StatusPlan.isNotOnWhatsApp(from) || from.equals(account.displayPhoneNumber())) {
      throw ControlRefusedException.wrong("'from' must be another number that is on WhatsApp");
    }
    String name = body.text("name").orElse("+" + from);
    return object().put("wamid", world.receive(account, from, name, text));
  }

  /** The number that is written to: by its id or its digits; the first where none is named. */
  private SimulatorAccount account(ControlFields body) {
    String to = body.text("to").orElse("").replaceFirst("^\\+", "");
    return accounts.stream()
        .filter(
            it ->
                to.isEmpty() || to.equals(it.phoneNumberId()) || to.equals(it.displayPhoneNumber()))
        .findFirst()
        .orElseThrow(() -> ControlRefusedException.wrong("'to' is no number of this simulator"));
  }

  private ObjectNode fault(ControlFields body) {
    world.setFault(FaultParser.parse(body));
    return object().put("success", true);
  }

  private ObjectNode clock(ControlFields body) {
    long seconds =
        body.integer("advance_seconds", 0, MAX_ADVANCE_SECONDS)
            .orElseThrow(() -> ControlRefusedException.wrong("'advance_seconds' is missing"));
    world.advance(Duration.ofSeconds(seconds));
    return object().put("now", world.now().toString());
  }

  private ObjectNode webhooks(ControlFields body) {
    WebhookSwitches old = world.switches();
    var switches =
        new WebhookSwitches(
            body.integer("delay_ms", 0, Duration.ofDays(7).toMillis()).orElse(old.delayMs()),
            body.flag("duplicate").orElse(old.duplicate()),
            body.flag("shuffle").orElse(old.shuffle()),
            body.flag("skip_delivered").orElse(old.skipDelivered()));
    world.setSwitches(switches);
    return describe(switches);
  }

  private ObjectNode reset() {
    world.reset();
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
    return json(200, answer);
  }

  private ObjectNode describe(WebhookSwitches switches) {
    return object()
        .put("delay_ms", switches.delayMs())
        .put("duplicate", switches.duplicate())
        .put("shuffle", switches.shuffle())
        .put("skip_delivered", switches.skipDelivered());
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
