package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.db.DatabaseSettings;
import rasl.db.EmbeddedPostgres;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/**
 * A real server that logs all it can, with codes sent, waiting, refused, guessed and verified, and
 * killed in the middle of it: no code is in any table, answer, event or line of a log.
 */
@Tag("process")
@Timeout(300)
class CodesStayHiddenTest {
  private static final Map<String, String> SETTINGS =
      Map.of("RASL_LOG", "debug", "RASL_SEND_WAIT", "2s");
  private static final String SEND = "/api/v2/auth/send-otp";
  private static final String VERIFY = "/api/v2/auth/verify";
  private static final String SENT = "Zq7Xw9Kp2Lm4T";
  private static final String WAITING = "Yb3Vn8Rd5Hs6C";
  private static final String REFUSED = "Jf4Gt2Mk9Pw7E";
  private static final String WRONG = "Ua5Oc1Xi8Bz3D";

  private final Path folder = ServerProcess.freshFolder("hidden");
  private final List<String> answers = new ArrayList<>();

  @Test
  void aCodeIsNowhereInPlainAndAnAcceptedOneSurvivesAKill() throws InterruptedException {
    String token;
    String logs;
    try (ServerProcess server = ServerProcess.start(folder, SETTINGS)) {
      token = server.token().orElseThrow();
      use(server, token);
      look(tables());
      server.kill();
      logs = server.out() + server.err();
    }
    look(List.of(logs));
    try (ServerProcess server = ServerProcess.start(folder, SETTINGS);
        Api api = server.api().withToken(token)) {
      assertThat(rows("select 1 from otp_send where message_id not in (select id from message)"))
          .isEmpty();
      assertThat(
              rows(
                  "select 1 from message where type = 'template' and id not in"
                      + " (select message_id from otp_send)"))
          .isEmpty();
      say(api.post(422, VERIFY, Map.of("phone", "+966550000012", "code", WRONG)));
      say(api.post(200, VERIFY, Map.of("phone", "+966550000012", "code", WAITING)));
      look(tables());
      look(answers);
      logs = server.out() + server.err();
    }
    look(List.of(logs));
    assertThat(logs).contains("/api/v2/auth/verify");
    assertThat(answers).hasSizeGreaterThan(12);
  }

  private void use(ServerProcess server, String token) throws InterruptedException {
    try (Api api = server.api().withToken(token);
        Api simulator = server.simulator()) {
      api.call(200, "POST", "/api/v2/templates/sync", null);
      Api keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());
      say(keyed.post(200, SEND, send("11", SENT)));
      say(keyed.post(200, SEND, send("11", SENT)));
      Api guess = api.with("Idempotency-Key", UUID.randomUUID().toString());
      say(guess.post(422, VERIFY, Map.of("phone", "+966550000011", "code", WRONG)));
      // Busy for this customer alone: the number itself goes on.
      fault(simulator, "12", Map.of("http_status", 503, "code", 131016, "times", 1000));
      say(api.post(202, SEND, send("12", WAITING)));
      fault(simulator, "13", Map.of("http_status", 400, "code", 131009, "times", 1));
      say(api.post(500, SEND, send("13", REFUSED)));
      fault(simulator, "14", Map.of("http_status", 200, "code", 131026, "times", 1));
      say(api.post(200, SEND, send("14", REFUSED)));
      say(api.post(422, SEND, Map.of("phone", "5", "code", SENT + "!")));
      say(api.call(422, "POST", SEND, "{\"code\": \"" + SENT + "\", "));
      say(api.post(200, "/api/v2/auth/status", Map.of("phone", "+966550000011")));
      say(api.get(200, "/api/v2/messages"));
      say(api.get(200, "/api/v2/contacts"));
      say(api.get(200, "/api/v2/auth/stats"));
      look(tables());
      say(api.post(200, VERIFY, Map.of("phone", "+966550000011", "code", SENT)));
      Waiting.until(
          Duration.ofSeconds(20),
          () ->
              !rows("select 1 from otp_send where failed_at is not null and sent_at is not null")
                  .isEmpty());
      say(api.post(422, VERIFY, Map.of("phone", "+966550000014", "code", REFUSED)));
      assertThat(rows("select 1 from event where type = 'otp.verified'")).hasSize(1);
      assertThat(rows("select 1 from message_secret")).as("the one that waits").hasSize(1);
    }
  }

  private static Map<String, Object> send(String phone, String code) {
    return Map.of("phone", "+9665500000" + phone, "template_name", "login_code", "code", code);
  }

  private static void fault(Api simulator, String phone, Map<String, Object> fault) {
    var body = new java.util.HashMap<>(fault);
    body.put("match", Map.of("to", "9665500000" + phone));
    simulator.post(200, "/control/faults", body);
  }

  private void say(Api.Reply reply) {
    answers.add(reply.response().headers().map() + reply.text());
  }

  /** As text, in hex and in base64: a column of bytes is shown as hex. */
  private static void look(List<String> places) {
    for (String code : List.of(SENT, WAITING, REFUSED, WRONG)) {
      byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
      String hex = HexFormat.of().formatHex(bytes);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 16);
      assertThat(places)
          .noneMatch(
              place -> place.contains(code) || place.contains(hex) || place.contains(base64));
    }
  }

  /** Every row of every table, as text. */
  private List<String> tables() {
    var all = new ArrayList<String>();
    for (String table : rows("select tablename from pg_tables where schemaname = 'public'")) {
      all.addAll(rows("select t::text from " + table + " t"));
    }
    assertThat(all).anyMatch(row -> row.contains("login_code"));
    return all;
  }

  private List<String> rows(String sql) {
    DatabaseSettings settings = EmbeddedPostgres.running(folder).orElseThrow();
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
