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
 * The server is killed again and again while programs send. The simulator's outbox is the judge: it
 * holds what WhatsApp took.
 */
@Tag("process")
@Timeout(300)
class CrashTest {
  private static final int PROGRAMS = 16;
  private static final Duration SETTLED = Duration.ofMinutes(4);

  /** Real time, for as many kills as wanted: {@code -Drasl.crash.kills=20}. */
  private static final String CAMPAIGN = "rasl.crash.kills";

  private Path folder;
  private Books books;
  private ServerProcess server;
  private Load load;
  private Instant lastKill = Instant.EPOCH;

  @BeforeEach
  void aServerWithCustomersWhoWrote() throws InterruptedException {
    folder =
        ServerProcess.freshFolder(
            System.getProperty(CAMPAIGN) == null ? "crash" : "crash-campaign");
    books = new Books(folder);
    server = ServerProcess.start(folder, Map.of("RASL_LOG", "warn"));
    List<String> phones =
        IntStream.range(0, 400).mapToObj(i -> "9665511%05d".formatted(i + 1)).toList();
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
  void killedAgainAndAgainItLosesNoAcceptedMessageAndSendsNoneTwice() throws Exception {
    load.start(PROGRAMS);
    killAgainAndAgain(2, 120);
    load.close();
    passTheTimeOfLeases();
    awaitWhatsAppsReports(Duration.ofSeconds(60));
    passTheTimeOfLookingForReports();
    awaitSettled(Duration.ofSeconds(60));
    judge();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @EnabledIfSystemProperty(named = CAMPAIGN, matches = "\\d+")
  void inRealTimeEveryAcceptedMessageIsSettledWithinFourMinutesOfTheRestart() throws Exception {
    load.start(PROGRAMS);
    Instant restarted = killAgainAndAgain(Integer.getInteger(CAMPAIGN), 400);
    load.close();
    awaitSettled(SETTLED.minus(Duration.between(restarted, Instant.now())));
    System.out.println("settled " + Duration.between(restarted, Instant.now()) + " after restart");
    judge();
  }

  private Instant killAgainAndAgain(int kills, int messagesBetween) throws InterruptedException {
    for (int kill = 1; kill <= kills; kill++) {
      int enough = load.accepted().size() + messagesBetween;
      Waiting.until(Duration.ofSeconds(60), () -> load.accepted().size() >= enough);
      server.kill();
      if (kill % 2 == 0) {
        ServerProcess.killPostgres(folder);
      }
      lastKill = Instant.now();
      server = ServerProcess.start(folder, Map.of("RASL_LOG", "warn"));
      load.goTo(server.url());
    }
    Instant restarted = Instant.now();
    int enough = load.accepted().size() + messagesBetween;
    Waiting.until(Duration.ofSeconds(60), () -> load.accepted().size() >= enough);
    return restarted;
  }

  /** What a killed server held is free when its leases end, after half a minute: now. */
  private void passTheTimeOfLeases() throws InterruptedException {
    String ofTheDead =
        "state = 'running' and leased_until < timestamptz '%s' + interval '30 s'"
            .formatted(lastKill);
    books.change("update job set leased_until = clock_timestamp() where " + ofTheDead);
    Waiting.until(
        Duration.ofSeconds(30),
        () ->
            books.number("select count(*) from job where state = 'running' and lost > 0") == 0
                && books.number("select count(*) from job where " + ofTheDead) == 0);
  }

  /** What WhatsApp took it also reports, and that settles it. */
  private void awaitWhatsAppsReports(Duration most) throws InterruptedException {
    Waiting.until(
        most,
        () -> {
          List<String> taken = Books.taken(server);
          return books.texts("select body from message where status = 'queued'").stream()
              .noneMatch(taken::contains);
        });
  }

  /** Two minutes in which the receiver was up. */
  private void passTheTimeOfLookingForReports() {
    books.change("update receiver set up_ms = up_ms + 120000");
    books.change("update job set run_at = clock_timestamp() where state in ('ready', 'later')");
  }

  private void awaitSettled(Duration most) throws InterruptedException {
    Waiting.until(
        most, () -> books.number("select count(*) from message where status = 'queued'") == 0);
  }

  private void judge() {
    Map<String, Integer> sent = Books.counted(Books.taken(server));
    List<String> stored = books.texts("select body from message where direction = 'outbound'");
    List<String> failed = books.texts("select body from message where status = 'failed'");
    System.out.printf(
        "accepted %d, repeated calls %d, calls without answer or key %d, stored %d, sent %d, looked"
            + " for after a crash %d, ended unknown %d%n",
        load.accepted().size(),
        load.repeated(),
        load.unanswered(),
        stored.size(),
        sent.size(),
        books.number("select count(*) from message where unknown_attempts > 0"),
        failed.size());
    assertThat(load.surprises()).isEmpty();
    assertThat(sent.values()).as("sent twice").containsOnly(1);
    assertThat(stored).as("stored once each").doesNotHaveDuplicates();
    assertThat(stored).as("nothing accepted is lost").containsAll(load.accepted().keySet());
    assertThat(
            books.texts(
                "select body from message where status = 'failed' and unknown_attempts = 0"))
        .as("given up without two attempts whose outcome is unknown")
        .isEmpty();
    List<String> expected = new ArrayList<>(stored);
    expected.removeAll(failed);
    assertThat(sent.keySet()).as("everything stored was sent").containsAll(expected);
    assertThat(books.ids()).containsAllEntriesOf(load.accepted());
  }
}
