package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import rasl.testkit.Api;
import rasl.testkit.Waiting;

/**
 * WhatsApp drops connections before and after it takes messages, answers 5xx, throttles, and its
 * webhooks come late, twice and in disorder, while the server is killed: every accepted message
 * ends delivered or failed with a reason, none is sent twice, none forgotten.
 */
@Tag("process")
@Timeout(300)
class FaultsTest {
  private static final int PROGRAMS = 16;

  /** Real time: {@code -Drasl.faults.messages=10000}, with five kills and webhooks 90 s late. */
  private static final String CAMPAIGN = "rasl.faults.messages";

  private Path folder;
  private Books books;
  private ServerProcess server;
  private Load load;
  private Instant lastKill = Instant.EPOCH;

  @BeforeEach
  void aServerWithCustomersWhoWrote() throws InterruptedException {
    folder =
        ServerProcess.freshFolder(
            System.getProperty(CAMPAIGN) == null ? "faults" : "faults-campaign");
    books = new Books(folder);
    server = ServerProcess.start(folder, settings());
    List<String> phones =
        IntStream.range(0, 400).mapToObj(i -> "9665522%05d".formatted(i + 1)).toList();
    try (Api simulator = server.simulator()) {
      for (String phone : phones) {
        simulator.post(
            200, "/control/inbound", Map.of("from", phone, "type", "text", "text", "Hello"));
      }
    }
    Waiting.until(
        Duration.ofSeconds(60),
        () ->
            books.number("select count(*) from message where direction = 'inbound'")
                >= phones.size());
    String token = server.token().orElseThrow();
    load = new Load(server.url(), token, phones.stream().map(digits -> "+" + digits).toList());
  }

  @AfterEach
  void nothingGoesOnRunning() {
    try (ServerProcess _ = server) {
      load.close();
    }
  }

  @Test
  void someHundredMessagesComeThroughFaultsAndAKill() throws Exception {
    try (Chaos chaos = chaos(Duration.ofSeconds(1), Chaos.QUICK_FAULTS)) {
      load.start(PROGRAMS);
      send(chaos, 200, 1);
      assertThat(chaos.faults()).isGreaterThan(10);
    }
    awaitFaultsUsedUp();
    load.close();
    books.change(
        "update job set leased_until = clock_timestamp() where state = 'running' and leased_until"
            + " < timestamptz '%s' + interval '30 s'".formatted(lastKill));
    // Whatever waits, for WhatsApp's reports and its pace, has waited long enough.
    Waiting.until(
        Duration.ofSeconds(90),
        () -> {
          if (isReported()) {
            books.change("update receiver set up_ms = up_ms + 120000");
          }
          books.change(
              "update job set run_at = clock_timestamp() where state in ('ready', 'later')");
          return waiting() == 0;
        });
    judge();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @EnabledIfSystemProperty(named = CAMPAIGN, matches = "\\d+")
  void inRealTimeThousandsComeThroughFaultsAndFiveKills() throws Exception {
    Instant restarted;
    try (Chaos chaos = chaos(Duration.ofSeconds(90), Chaos.FAULTS)) {
      load.start(PROGRAMS);
      restarted = send(chaos, Integer.getInteger(CAMPAIGN), 5);
      load.close();
      System.out.println("faults " + chaos.faults());
    }
    Waiting.until(Duration.ofMinutes(30), () -> waiting() == 0);
    System.out.println("settled " + Duration.between(restarted, Instant.now()) + " after restart");
    judge();
  }

  private static Map<String, String> settings() {
    return Map.of("RASL_LOG", "error", "RASL_SEND_WAIT", "1s");
  }

  private Chaos chaos(Duration mostWebhookDelay, List<Map<String, Object>> faults) {
    String simulator = server.state().orElseThrow().path("simulator_url").asString();
    return new Chaos(simulator, faults, 4, mostWebhookDelay, Duration.ofMillis(60));
  }

  /** Lets so many messages be accepted, with kills spread among them. */
  private Instant send(Chaos chaos, int messages, int kills) throws InterruptedException {
    for (int kill = 1; kill <= kills; kill++) {
      awaitAccepted(messages * kill / (kills + 1));
      server.kill();
      lastKill = Instant.now();
      server = ServerProcess.start(folder, settings());
      load.goTo(server.url());
      chaos.goTo(server.state().orElseThrow().path("simulator_url").asString());
    }
    Instant restarted = Instant.now();
    awaitAccepted(messages);
    return restarted;
  }

  private void awaitAccepted(int enough) throws InterruptedException {
    Waiting.until(Duration.ofMinutes(30), () -> load.accepted().size() >= enough);
  }

  /** A fault that is left would make an outcome unknown when nobody waits for that any more. */
  private void awaitFaultsUsedUp() throws InterruptedException {
    try (Api simulator = server.simulator()) {
      Waiting.until(
          Duration.ofSeconds(60),
          () -> simulator.get(200, "/control/state").json().path("faults").asInt() == 0);
    }
  }

  /** What WhatsApp took it also reports, and that settles it. */
  private boolean isReported() {
    List<String> taken = Books.taken(server);
    return books.texts("select body from message where status = 'queued'").stream()
        .noneMatch(taken::contains);
  }

  private long waiting() {
    return books.number(
        """
        select count(*) from message
        where direction = 'outbound' and status in ('queued', 'scheduled', 'sent')
        """);
  }

  private void judge() {
    Map<String, Integer> taken = Books.counted(Books.taken(server));
    List<String> stored = books.texts("select body from message where direction = 'outbound'");
    List<String> failed = books.texts("select body from message where status = 'failed'");
    System.out.printf(
        "accepted %d, repeated calls %d, stored %d, taken by WhatsApp %d, outcome unknown for a"
            + " while %d, failed %d%n",
        load.accepted().size(),
        load.repeated(),
        stored.size(),
        taken.size(),
        books.number("select count(*) from message where unknown_attempts > 0"),
        failed.size());
    assertThat(load.surprises()).isEmpty();
    assertThat(taken.values()).as("sent twice").containsOnly(1);
    assertThat(stored).as("stored once each").doesNotHaveDuplicates();
    assertThat(stored).as("nothing accepted is lost").containsAll(load.accepted().keySet());
    assertThat(
            books.texts(
                "select body from message where status = 'failed' and status_message is null"))
        .as("failed without a reason")
        .isEmpty();
    List<String> arrived = new ArrayList<>(stored);
    arrived.removeAll(failed);
    assertThat(taken.keySet()).as("everything delivered was taken").containsAll(arrived);
    assertThat(books.ids()).containsAllEntriesOf(load.accepted());
  }
}
