package rasl.otp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import rasl.TestApp;
import rasl.contact.Phone;
import rasl.db.TenantId;
import rasl.message.QueuedMessage;
import rasl.testkit.Api;
import rasl.testkit.SettableClock;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A server whose clock stands still, and what tests of codes do with it again and again. */
final class OtpDesk implements AutoCloseable {
  static final String SEND = "/api/v2/auth/send-otp";
  static final String RESEND = "/api/v2/auth/resend";
  static final String VERIFY = "/api/v2/auth/verify";
  static final String STATUS = "/api/v2/auth/status";
  static final String PURPOSE = CodeOwner.USUAL_PURPOSE;
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final String CARRIER =
      "{\"template\": {\"name\": \"login_code\", \"language\": {\"code\": \"en\"}}}";

  private static final String PULLED =
      "select count(*) from job where kind = 'template.sync' and state in ('ready', 'later') and"
          + " attempt > 0";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final AtomicLong MESSAGE = new AtomicLong(1_000_000);

  final SettableClock clock = SettableClock.atSomeTime();
  final TestApp app;
  final Api api;

  private OtpDesk(Map<String, String> settings) {
    app = TestApp.start(settings, clock);
    api = app.sandbox();
  }

  static OtpDesk start() {
    return start(Map.of());
  }

  static OtpDesk start(Map<String, String> settings) {
    return new OtpDesk(settings);
  }

  /** The digits of a Saudi mobile number that no test has used. */
  static String phone() {
    return "9665" + (60_000_000 + NUMBER.incrementAndGet());
  }

  /** Makes a code count, as a send does, without a message. */
  void issue(String phone, String code) {
    issue(app.sandboxTenant(), phone, PURPOSE, code);
  }

  void issue(TenantId tenant, String phone, String purpose, String code) {
    var made =
        new NewCode(
            code,
            app.db().inTenant(tenant, app.codes().settings()::find).guesses().perCode(),
            clock.instant(),
            clock.instant().plus(LIFE));
    var message =
        new QueuedMessage(
            MESSAGE.incrementAndGet(),
            1,
            1,
            new Phone(phone),
            "template",
            "",
            CARRIER,
            made.createdAt());
    app.db().doInTenant(tenant, tx -> app.codes().codes().issue(tx, message, purpose, made));
  }

  /** A send to a phone, by the sandbox's template. */
  static Map<String, Object> to(String phone) {
    return Map.of("phone", "+" + phone, "template_name", "login_code");
  }

  Api.Reply send(int status, String phone) {
    return send(status, phone, Map.of());
  }

  /** A send whose answer is expected to be this. */
  Api.Reply send(int status, String phone, Map<String, Object> more) {
    var body = new HashMap<>(to(phone));
    body.putAll(more);
    return api.post(status, SEND, body);
  }

  /** What the simulator has taken for these digits. */
  List<JsonNode> outbox(String digits) {
    try (Api simulator = app.simulator()) {
      return List.copyOf(
          simulator.get(200, "/control/outbox?to=" + digits).json().path("messages").values());
    }
  }

  /** The codes that a phone got, in order. */
  List<String> received(String digits) {
    return outbox(digits).stream()
        .map(one -> one.at("/request/template/components/0/parameters/0/text").asString(""))
        .toList();
  }

  /** What the simulator does to the next messages to these digits. */
  void fault(String to, Map<String, Object> fault) {
    try (Api simulator = app.simulator()) {
      simulator.post(200, "/control/faults", with(fault, "match", Map.of("to", to)));
    }
  }

  /** An authentication template that only this server knows of. */
  void template(String name, String status, @Nullable Integer ttlSeconds, String body) {
    awaitFirstPull();
    app.database()
        .asOwner(
            """
            insert into template (tenant_id, template_id, name, language, category, status,
              header_format, parameter_format, message_send_ttl_seconds, components, created_at,
              updated_at)
            values (%d, '%d', '%s', 'en', 'AUTHENTICATION', '%s', 'NONE', 'positional', %s,
              '[{"type": "BODY", "text": "%s"}, {"type": "BUTTONS", "buttons": [{"type": "URL",
                "text": "Copy", "url": "https://shop.example/?c=otp{{1}}"}]}]', now(), now())
            """
                .formatted(
                    app.sandboxTenant().value(),
                    System.nanoTime(),
                    name,
                    status,
                    ttlSeconds,
                    body));
  }

  /** The server's own first look at WhatsApp's templates would take this one away again. */
  private void awaitFirstPull() {
    try {
      Waiting.until(Duration.ofSeconds(30), () -> rows(PULLED).equals(List.of("1")));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> guess(String phone, String code) {
    return Map.of("phone", "+" + phone, "code", code);
  }

  /** A guess whose answer is expected to be this. */
  Api.Reply verify(int status, String phone, String code) {
    return api.post(status, VERIFY, guess(phone, code));
  }

  /** A guess that is refused with 422, and the error's code. */
  String refusal(String phone, String code) {
    return verify(422, phone, code).code();
  }

  Api.Reply status(String phone) {
    return api.post(200, STATUS, Map.of("phone", "+" + phone));
  }

  /** Leaves the minute in which calls are counted together. */
  void nextMinute() {
    clock.advance(Duration.ofSeconds(61));
  }

  static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
    var more = new HashMap<>(body);
    more.put(name, value);
    return more;
  }

  /** Does it so many times at once. */
  static <T> List<T> atOnce(int times, java.util.function.IntFunction<T> work)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<T>>();
      for (int i = 0; i < times; i++) {
        int number = i;
        calls.add(() -> work.apply(number));
      }
      var results = new ArrayList<T>();
      for (Future<T> done : threads.invokeAll(calls)) {
        results.add(done.get());
      }
      return results;
    }
  }

  /** The first column, as text, seen by the owner of the tables. */
  List<String> rows(String sql) {
    return app.database().column(sql);
  }

  @Override
  public void close() {
    api.close();
    app.close();
  }
}
