package rasl.otp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import rasl.testkit.LyingGraph;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** Codes whose sending goes wrong, and templates that the simulator does not have. */
class SendOtpFaultsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final LyingGraph graph = LyingGraph.start();
  private static OtpDesk desk;

  @BeforeAll
  static void start() {
    desk = OtpDesk.start(Map.of("RASL_GRAPH_URL", graph.url().toString(), "RASL_SEND_WAIT", "2s"));
    desk.template("login_code", "APPROVED", null, "{{1}} is your code.");
  }

  @AfterAll
  static void stop() {
    desk.close();
    graph.close();
  }

  private static String status(String phone) {
    return desk.rows("select status from message where phone = '" + phone + "'").getFirst();
  }

  @Test
  void aCodeWhoseOutcomeIsUnknownCountsForItMayHaveArrived() {
    String phone = OtpDesk.phone();
    graph.plan(phone, LyingGraph.drop());
    JsonNode queued = desk.send(202, phone, Map.of("code", "483920")).data();
    assertThat(queued.path("message_id").isNull()).isTrue();
    assertThat(queued.path("code_sent").asBoolean()).isTrue();
    desk.verify(200, phone, "483920");
  }

  @Test
  void aCodeIsNeverSentAfterItExpired() throws InterruptedException {
    String phone = OtpDesk.phone();
    var busy = LyingGraph.refuse(400, 130429, "Too many", "slow down");
    graph.plan(phone, busy, busy, busy, busy, busy, busy);
    desk.send(202, phone, Map.of("code", "483920", "expiry_minutes", 1));
    desk.clock.advance(Duration.ofSeconds(61));
    Waiting.until(SOON, () -> status(phone).equals("failed"));
    int tries = graph.received(phone).size();
    assertThat(tries).isLessThan(6);
    assertThat(
            desk.rows(
                "select 1 from message_secret where message_id in"
                    + " (select id from message where phone = '"
                    + phone
                    + "')"))
        .isEmpty();
    assertThat(desk.refusal(phone, "483920")).isEqualTo("OTP_EXPIRED");
    JsonNode stats = desk.api.get(200, "/api/v2/auth/stats").data();
    assertThat(stats.at("/total/failed").asInt()).isPositive();
  }

  @Test
  void codeMinutesAndFurtherValuesFillTheTemplateInThisOrder() {
    desk.template("long_code", "APPROVED", null, "{{1}} for {{2}} minutes, {{3}} and {{4}}.");
    String phone = OtpDesk.phone();
    Map<String, Object> body =
        Map.of(
            "template_name",
            "long_code",
            "code",
            "A1b2",
            "expiry_minutes",
            15,
            "additional_params",
            List.of("Ann", "@{contact_phone}"));
    desk.send(200, phone, body);
    JsonNode components = graph.received(phone).getFirst().at("/template/components");
    assertThat(components.at("/0/parameters").valueStream().map(one -> one.path("text").asString()))
        .containsExactly("A1b2", "15", "Ann", "+" + phone);
    assertThat(components.at("/1/type").asString()).isEqualTo("button");
    assertThat(components.at("/1/sub_type").asString()).isEqualTo("url");
    assertThat(components.at("/1/parameters/0/text").asString()).isEqualTo("A1b2");
    assertThat(desk.rows("select body from message where phone = '" + phone + "'").getFirst())
        .isEqualTo("•••••• for 15 minutes, Ann and +" + phone + ".");
    for (List<String> wrong : List.of(List.<String>of(), List.of("Ann"), List.of("a", "b", "c"))) {
      Api.Reply refused = desk.send(422, phone, OtpDesk.with(body, "additional_params", wrong));
      assertThat(refused.error().at("/details/errors").propertyNames())
          .containsExactly("additional_params");
    }
    assertThat(
            desk.send(422, phone, OtpDesk.with(body, "additional_params", List.of("a", "b\nc")))
                .error()
                .at("/details/errors")
                .propertyNames())
        .containsExactly("additional_params.1");
  }

  @Test
  void aTemplateThatOutlivesItsCodeIsWarnedOfAndNamedByTheDoctor() {
    desk.template("slow_code", "APPROVED", 900, "{{1}}");
    desk.template("quick_code", "APPROVED", 60, "{{1}}");
    assertThat(warning("slow_code", 15)).isEmpty();
    assertThat(warning("slow_code", 14)).contains("840").contains("slow_code");
    assertThat(warning("quick_code", 1)).isEmpty();
    assertThat(desk.app.codes().templatesThatOutliveCodes(desk.app.sandboxTenant()))
        .hasSize(1)
        .first()
        .asString()
        .contains("slow_code (en) for 15 minutes")
        .contains("expires after 14 minutes");
  }

  private static String warning(String template, int minutes) {
    return desk.send(
            200, OtpDesk.phone(), Map.of("template_name", template, "expiry_minutes", minutes))
        .data()
        .path("warning")
        .asString("");
  }

  @Test
  void aStoppedCountryGetsNoCodes() {
    desk.app.set("sandbox", Map.of("otp_alert_sample", "5", "otp_alert_stops", "yes"));
    try {
      desk.clock.advance(Duration.ofHours(3));
      for (int i = 0; i < 5; i++) {
        desk.send(200, "97150" + (2_000_000 + i));
      }
      desk.clock.advance(Conversion.TYPING);
      desk.app.codes().watch();
      Api.Reply refused = awaitStop();
      assertThat(refused.error().at("/details/retry_after").asLong()).isEqualTo(3600);
      desk.send(200, OtpDesk.phone());
      desk.clock.advance(Duration.ofHours(1));
      desk.send(200, "971502000009");
    } finally {
      desk.app.set("sandbox", Map.of("otp_alert_sample", "", "otp_alert_stops", "no"));
    }
  }

  /** The setting is read anew after a second; until then nothing is stopped. */
  private static Api.Reply awaitStop() {
    for (int i = 0; i < 200; i++) {
      String body = rasl.json.Json.write(OtpDesk.to("97150" + (3_000_000 + i)));
      Api.Reply reply = desk.api.send("POST", OtpDesk.SEND, body);
      if (reply.status() == 429) {
        return reply;
      }
    }
    throw new AssertionError("nothing was stopped");
  }

  @Test
  void aCodeThatFailsLaterEndsToo() {
    String phone = OtpDesk.phone();
    desk.send(200, phone, Map.of("code", "483920"));
    long message =
        Long.parseLong(
            desk.rows("select id from message where phone = '" + phone + "'").getFirst());
    var step =
        new rasl.message.MessageOutcomes.Step(
            message, rasl.message.MessageStatus.FAILED, true, desk.clock.instant());
    var gaveUp =
        new rasl.message.MessageOutcomes.Step(
            message, rasl.message.MessageStatus.FAILED, false, desk.clock.instant());
    var outcomes = new CodeOutcomes(new SendLog());
    desk.app.db().doInTenant(desk.app.sandboxTenant(), tx -> outcomes.came(tx, List.of(gaveUp)));
    assertThat(desk.status(phone).data().path("has_active_otp").asBoolean()).isTrue();
    desk.app.db().doInTenant(desk.app.sandboxTenant(), tx -> outcomes.came(tx, List.of(step)));
    assertThat(desk.refusal(phone, "483920")).isEqualTo("OTP_NOT_FOUND");
  }
}
