package rasl.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import rasl.TestApp;
import rasl.crypto.Macs;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A whole server and what tests of messages do with it again and again. */
final class Talk implements AutoCloseable {
  static final String APP_SECRET = "the-app-secret-of-this-test";
  static final String VERIFY_TOKEN = "the-verify-token-of-this-test";
  static final String SANDBOX_NUMBER = "100000000000001";
  static final String TEXT = "/api/v2/messages/text";
  static final Duration SOON = Duration.ofSeconds(60);

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final TestApp app;
  final Api api;
  final Api simulator;

  private Talk(TestApp app) {
    this.app = app;
    this.api = app.sandbox();
    this.simulator = app.simulator();
  }

  static Talk start(Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("RASL_WHATSAPP_APP_SECRET", APP_SECRET);
    all.put("RASL_WHATSAPP_VERIFY_TOKEN", VERIFY_TOKEN);
    return new Talk(TestApp.start(all));
  }

  /** The digits of a customer whom nobody knows yet: a Saudi mobile number. */
  static String customer() {
    return "9665" + (50_000_000 + NUMBER.incrementAndGet());
  }

  /** A customer who has just written, on WhatsApp's side and on ours. */
  String openCustomer() throws InterruptedException {
    String digits = customer();
    write(digits, "Hello");
    return digits;
  }

  /** A customer writes through the simulator; returns when the server has read it. */
  String write(String from, String text) throws InterruptedException {
    String wamid =
        simulator
            .post(200, "/control/inbound", Map.of("from", from, "type", "text", "text", text))
            .json()
            .path("wamid")
            .asString();
    String stored = "select count(*) from message where wamid = '" + wamid + "'";
    Waiting.until(SOON, () -> number(stored) == 1);
    api.get(200, "/api/v2/messages/" + wamid);
    return wamid;
  }

  JsonNode send(int status, String phone, String text) {
    try {
      return api.post(status, TEXT, Map.of("phone", phone, "message", text)).json();
    } catch (AssertionError e) {
      // An answer says that a message waits, but not for what.
      var waiting = rows("select id || ' ' || status_message from message where status = 'queued'");
      throw new AssertionError(e.getMessage() + " " + waiting, e);
    }
  }

  /** Takes a message in without waiting, and gives its id. */
  long sendLater(String phone, String text) {
    return api.with("Prefer", "respond-async")
        .post(202, TEXT, Map.of("phone", phone, "message", text))
        .data()
        .path("chat_message_id")
        .asLong();
  }

  JsonNode message(long id) {
    return api.get(200, "/api/v2/messages/" + id).data();
  }

  String status(long id) {
    return message(id).path("status").asString();
  }

  void awaitStatus(long id, String status) throws InterruptedException {
    // Looking into the table costs a tenth of a call.
    String stored = "select status from message where id = " + id;
    Waiting.until(SOON, () -> rows(stored).contains(status) && status(id).equals(status));
  }

  /** Waits until everything that webhooks brought is applied, but for what is put off. */
  void awaitApplied() throws InterruptedException {
    Waiting.until(
        SOON,
        () ->
            number("select count(*) from whatsapp_inbox where not_before is null") == 0
                && number(
                        "select count(*) from job where kind = 'whatsapp.apply'"
                            + " and (state = 'running' or run_at <= now())")
                    == 0);
  }

  /** What the simulator has taken for these digits. */
  List<JsonNode> outbox(String digits) {
    return List.copyOf(
        simulator.get(200, "/control/outbox?to=" + digits).json().path("messages").values());
  }

  /** What the simulator does to the next messages to these digits. */
  void fault(String to, Map<String, Object> fault) {
    var body = new HashMap<String, Object>(fault);
    body.put("match", Map.of("to", to));
    simulator.post(200, "/control/faults", body);
  }

  /** Makes an approved template at the simulator, in English. */
  void makeTemplate(String name, String format, String components) {
    var account = app.simulatorAccount();
    simulator
        .with("Authorization", "Bearer " + account.accessToken())
        .post(
            200,
            "/v25.0/" + account.wabaId() + "/message_templates",
            Map.of(
                "name",
                name,
                "language",
                "en",
                "category",
                "UTILITY",
                "parameter_format",
                format,
                "components",
                Json.parse(components)));
    simulator.post(200, "/control/templates", Map.of("name", name, "status", "APPROVED"));
  }

  // ---- webhooks

  Api.Reply webhook(int status, Object body) {
    String text = body instanceof String raw ? raw : Json.write(body);
    return signed("/hooks/whatsapp", APP_SECRET, text, status);
  }

  Api.Reply signed(String path, String secret, String body, int status) {
    return signing(secret, body).call(status, "POST", path, body);
  }

  /** The same, whatever the answer is. */
  Api.Reply signs(String path, String secret, String body) {
    return signing(secret, body).send("POST", path, body);
  }

  private Api signing(String secret, String body) {
    byte[] mac =
        Macs.hmacSha256(
            secret.getBytes(StandardCharsets.UTF_8), body.getBytes(StandardCharsets.UTF_8));
    return app.api().with("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac));
  }

  /** A body with these parts of {@code value} in one change. */
  static Map<String, Object> body(String numberId, Map<String, Object> parts) {
    return Map.of(
        "object",
        "whatsapp_business_account",
        "entry",
        List.of(Map.of("id", "1", "changes", List.of(change(numberId, parts)))));
  }

  static Map<String, Object> change(String numberId, Map<String, Object> parts) {
    var value = new HashMap<String, Object>(parts);
    value.put("messaging_product", "whatsapp");
    value.put("metadata", Map.of("phone_number_id", numberId));
    return Map.of("field", "messages", "value", value);
  }

  static Map<String, Object> statusOf(String wamid, String status) {
    return Map.of("id", wamid, "status", status, "timestamp", "1760000000");
  }

  static Map<String, Object> statusOf(String wamid, String status, String callbackData) {
    return Map.of(
        "id",
        wamid,
        "status",
        status,
        "timestamp",
        "1760000000",
        "biz_opaque_callback_data",
        callbackData);
  }

  static Map<String, Object> inbound(String from, String wamid, String text) {
    return Map.of("id", wamid, "from", from, "type", "text", "text", Map.of("body", text));
  }

  void report(Map<String, Object> status) throws InterruptedException {
    webhook(200, body(SANDBOX_NUMBER, Map.of("statuses", List.of(status))));
    awaitApplied();
  }

  /** How many files the server keeps. */
  long files() {
    return app.files();
  }

  // ---- the database, as its owner

  /** Changes the tables; what comes due by that is worked at now, not at the next poll. */
  void sql(String sql) {
    app.database().asOwner(sql);
    app.wake();
  }

  long number(String sql) {
    return Long.parseLong(rows(sql).getFirst());
  }

  /** The first column, as text. */
  List<String> rows(String sql) {
    return app.database().column(sql);
  }

  /** Every row of every table, as text. */
  List<String> wholeDatabase() {
    var all = new ArrayList<String>();
    for (String table :
        rows("select tablename from pg_tables where schemaname = current_schema()")) {
      all.addAll(rows("select t::text from " + table + " t"));
    }
    return all;
  }

  /** The types of a message's events, in their order. */
  List<String> events(long message) {
    return rows(
        "select type from event where resource_type = 'message' and resource_id = "
            + message
            + " order by occurred_at, id");
  }

  @Override
  public void close() {
    api.close();
    simulator.close();
    app.close();
  }
}
