package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Waiting;

/** Meta's limits on speed, with the simulator as strict as Meta. */
class PacingTest {
  private static final Map<String, String> settings =
      Map.of(
          "RASL_SEND_WAIT",
          "3s",
          // Not used: it says that other nodes may work on this database.
          "RASL_DATABASE_URL",
          "jdbc:postgresql://127.0.0.1/none?user=none&password=none");
  private static final Talk talk = Talk.start(settings);
  private static final NumberBucket bucket = new NumberBucket(talk);

  @BeforeAll
  static void letWhatsAppJudgeSpeedAlone() {
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    talk.simulator.post(
        200, "/control/settings", Map.of("pair_limit", true, "messages_per_second", 80));
  }

  @BeforeAll
  static void rememberWhatWhatsAppRefused() {
    talk.sql(
        """
        create table refused (words text);
        create function remember_refused() returns trigger language plpgsql as $$
        begin
          insert into refused values (new.last_error);
          return new;
        end $$;
        create trigger remember_refused after update on job for each row
          when (old.state = 'running' and new.state in ('ready', 'later')
            and (new.last_error like '130429%' or new.last_error like '131056%'))
          execute function remember_refused();
        """);
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @AfterEach
  void forget() throws InterruptedException {
    talk.sql("delete from job");
    talk.sql("update message set status = 'cancelled' where status = 'queued'");
  }

  @Test
  void aBroadcastKeepsToTheNumbersPaceAndWhatsAppRefusesNothing() throws InterruptedException {
    long begin = System.nanoTime();
    List<Long> ids = broadcast(240);
    Waiting.until(Duration.ofSeconds(30), () -> sent(ids) == 240);
    // 40 at once, and 80 a second from then on.
    assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(2_300).toNanos());
    assertThat(refusals()).isEmpty();
  }

  @Test
  void aCodeNeverWaitsBehindABroadcastOfTenThousand() throws InterruptedException {
    pile(10_000);
    Waiting.until(Talk.SOON, () -> talk.number(queuedJobs(3)) < 9_950);
    String customer = Talk.customer();
    long code = talk.sendLater(customer, "1234");
    talk.sql("update job set lane = 1 where ref = " + code);
    Waiting.until(
        Duration.ofSeconds(10), () -> talk.status(code).matches("sent|delivered|read|failed"));
    assertThat(talk.number(queuedJobs(3))).isGreaterThan(9_000);
    // A request that waits for its outcome learns it, and is not put off.
    assertThat(talk.send(200, Talk.customer(), "Hi").path("data").path("status").asString())
        .isEqualTo("sent");
    assertThat(talk.number(queuedJobs(3))).isGreaterThan(8_000);
  }

  @Test
  void aSlowNumberHoldsUpNoOther() throws InterruptedException {
    pile(3_000);
    var tenant = talk.app.tenant("quick");
    talk.app.set(
        "quick",
        Map.of(
            "window_policy", "passthrough",
            "whatsapp.phone_number_id", "777",
            "whatsapp.business_account_id", "1",
            "whatsapp.display_phone_number", "966500000077",
            "whatsapp.access_token", "none"));
    try (var api = talk.app.as(tenant)) {
      // Nobody listens where that number's messages go: each is tried at once, and says so.
      for (int i = 0; i < 3; i++) {
        long id =
            api.post(202, Talk.TEXT, Map.of("phone", Talk.customer(), "message", "Hi"))
                .data()
                .path("chat_message_id")
                .asLong();
        assertThat(api.get(200, "/api/v2/messages/" + id).data().path("status_message").asString())
            .startsWith("WhatsApp cannot be reached");
      }
    }
  }

  @Test
  void oneCustomerGetsFortyFiveAtOnceAndThenOneInSixSeconds() throws InterruptedException {
    String customer = Talk.customer();
    for (int i = 0; i < 60; i++) {
      talk.sendLater(customer, "Hi " + i);
    }
    Waiting.until(Duration.ofSeconds(10), () -> taken(customer) >= 45);
    Waiting.until(
        Talk.SOON,
        () ->
            talk.number(
                    "select count(*) from message where status = 'queued' and phone = '"
                        + customer
                        + "' and status_message like 'waiting for its turn%'")
                >= 13);
    assertThat(taken(customer)).isBetween(45, 47);
    assertThat(refusals()).isEmpty();
    // Those that wait come one after the other, and do not all come back for each token.
    assertThat(
            talk.number(
                "select extract(epoch from max(run_at) - now())::int from job where kind ="
                    + " 'message.send'"))
        .isGreaterThan(60);
    // Nobody else has to wait for them, and a restart forgets nothing.
    assertThat(talk.send(200, Talk.customer(), "Hi").path("data").path("status").asString())
        .isEqualTo("sent");
    try (TestApp second = talk.app.startAnotherNode(settings);
        var api = second.sandbox()) {
      for (int i = 0; i < 12; i++) {
        api.with("Prefer", "respond-async")
            .post(202, Talk.TEXT, Map.of("phone", customer, "message", "Hi"));
      }
    }
    // A node that starts anew lets five through before it asks.
    assertThat(refusals()).hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void twoNodesTogetherKeepToTheNumbersPace() throws InterruptedException {
    try (TestApp second = talk.app.startAnotherNode(settings)) {
      assertThat(second.url()).isNotEqualTo(talk.app.url());
      long begin = System.nanoTime();
      List<Long> ids = broadcast(200);
      Waiting.until(Duration.ofSeconds(30), () -> sent(ids) == 200);
      assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(1_800).toNanos());
      assertThat(refusals()).isEmpty();
    }
  }

  @Test
  void whatCustomersWriteCountsToo() throws InterruptedException {
    bucket.await();
    var messages = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < 100; i++) {
      messages.add(Talk.inbound(Talk.customer(), "wamid.IN" + i, "Hi"));
    }
    String before = bucket.fullAt();
    talk.webhook(200, Talk.body(Talk.SANDBOX_NUMBER, Map.of("messages", messages)));
    Waiting.until(Talk.SOON, () -> bucket.isFullLaterBy("0.8 seconds", before));
  }

  @Test
  void aNumberThatSendsTooMuchAllTheSamePausesForAMoment() throws InterruptedException {
    String customer = Talk.customer();
    talk.simulator.post(
        200, "/control/faults", Map.of("match", Map.of("to", "+" + customer), "code", 130429));
    String before = bucket.fullAt();
    long id = talk.sendLater(customer, "Hi");
    Waiting.until(Talk.SOON, () -> bucket.isFullLaterBy("1 second", before));
    // The next waits with it, and its request learns the outcome all the same.
    assertThat(talk.send(200, Talk.customer(), "Hi").path("data").path("status").asString())
        .isEqualTo("sent");
    Waiting.until(Talk.SOON, () -> talk.status(id).matches("sent|delivered|read|failed"));
    assertThat(refusals()).containsExactly("130429");
  }

  @Test
  void whatWaitsForItsNumberSaysSo() throws InterruptedException {
    long id = talk.sendLater(Talk.customer(), "Hi");
    // Nobody wrote first, so WhatsApp tells later that the window is shut.
    talk.awaitStatus(id, "failed");
    talk.sql(
        """
        update message set status = 'queued', status_message = null,
          created_at = now() - interval '1 minute'
        where id = %d
        """
            .formatted(id));
    talk.sql("delete from whatsapp_number_pace");
    assertThat(talk.message(id).path("status_message").isNull()).isTrue();
    talk.sql(
        """
        insert into whatsapp_number_pace (phone_number_id, each_ms, full_at)
        select phone_number_id, 12.5, now() + interval '10 minutes' from whatsapp_connection
        """);
    String why = talk.message(id).path("status_message").asString("");
    talk.sql("delete from whatsapp_number_pace");
    assertThat(why).startsWith("waiting for its turn");
  }

  @Test
  void aLimitThatWhatsAppSeesAllTheSameHoldsTheCustomerAlone() throws InterruptedException {
    String customer = Talk.customer();
    talk.simulator.post(
        200,
        "/control/faults",
        Map.of("match", Map.of("to", "+" + customer), "code", 131056, "times", 2));
    long id = talk.sendLater(customer, "Hi");
    Waiting.until(Talk.SOON, () -> talk.number("select count(*) from refused") == 2);
    assertThat(
            talk.rows(
                "select p.phone from whatsapp_pair_pace p join message m on m.phone = p.phone"
                    + " where p.full_at > m.created_at + interval '262 seconds' and m.id = "
                    + id))
        .containsExactly(customer);
    assertThat(talk.send(200, Talk.customer(), "Hi").path("data").path("status").asString())
        .isEqualTo("sent");
    assertThat(refusals()).containsExactly("131056", "131056");
    Waiting.until(Talk.SOON, () -> talk.status(id).matches("sent|delivered|read|failed"));
  }

  /** Takes in many at once, to different customers. */
  private static List<Long> broadcast(int count) {
    return IntStream.range(0, count).mapToObj(_ -> talk.sendLater(Talk.customer(), "Hi")).toList();
  }

  /** A broadcast of copies of one message, to customers of their own, made at once. */
  private static void pile(int count) {
    talk.sendLater(Talk.customer(), "Offer");
    talk.sql(
        """
        insert into message (tenant_id, conversation_id, contact_id, direction, type, phone,
          business_phone, body, status, created_at, updated_at)
        select tenant_id, conversation_id, contact_id, direction, type,
          (966590000000 + n)::text, business_phone, body, 'queued', created_at, updated_at
        from (select * from message where body = 'Offer' order by id limit 1) as one,
          generate_series(1, %d) as n
        """
            .formatted(count));
    talk.sql(
        """
        insert into job (tenant_id, kind, ref, lane, state, run_at)
        select tenant_id, 'message.send', id, 3, 'ready', now() from message
        where status = 'queued' and phone between '966590000000' and '966590010000'
        """);
  }

  private static String queuedJobs(int lane) {
    return "select count(*) from job where lane = " + lane;
  }

  private static long sent(List<Long> ids) {
    return talk.number(
        "select count(*) from message where wamid is not null and id in ("
            + ids.stream().map(String::valueOf).collect(Collectors.joining(","))
            + ")");
  }

  private static int taken(String customer) {
    return talk.outbox(customer).size();
  }

  /** How often WhatsApp said that it was too much, since the last time that was asked. */
  private static List<String> refusals() {
    List<String> words = talk.rows("select left(words, 6) from refused");
    talk.sql("delete from refused");
    return words;
  }
}
