package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import rasl.testkit.Api;
import rasl.testkit.LyingReceiver;
import rasl.testkit.LyingReceiver.Deed;
import rasl.testkit.LyingReceiver.Got;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/**
 * Receivers lie in every way while the server and PostgreSQL are killed: every event arrives at
 * least once with one id and one body, twice only where the outcome of an attempt was unknown, and
 * of each resource in order. Who reads the list of events has each of them once.
 */
@Tag("process")
@Timeout(300)
class WebhookCrashTest {
  /** Real deadlines and as many kills as wanted: {@code -Drasl.webhook.kills=10}. */
  private static final String CAMPAIGN = "rasl.webhook.kills";

  private static final String PATH = "/api/v2/webhooks";
  private static final Map<String, String> SETTINGS =
      Map.of("RASL_LOG", "error", "RASL_OUTGOING_ALLOW", "127.0.0.1");

  private static final List<String> LYING = List.of("/one", "/two");

  /** So often it is looked while they still lie. */
  private static final int LYING_LOOKS = 10;

  /** How long a turn lasts that nobody renews. */
  private static final Duration LEASE = Duration.ofSeconds(45);

  private final Random random = new Random(3);
  private final LyingReceiver receiver = LyingReceiver.start();
  private Path folder;
  private Books books;
  private ServerProcess server;
  private SourceChanges changes;
  private final Map<String, Long> endpoints = new LinkedHashMap<>();
  private long firstEvent;
  private int repeated;
  private Instant lastKill = Instant.EPOCH;

  @BeforeEach
  void aServerWithEndpoints() {
    boolean campaign = System.getProperty(CAMPAIGN) != null;
    folder = ServerProcess.freshFolder(campaign ? "webhooks-campaign" : "webhooks");
    books = new Books(folder);
    server = ServerProcess.start(folder, SETTINGS);
    changes = new SourceChanges(server.url(), server.token().orElseThrow());
    for (String path : LYING) {
      receiver.varying(path, () -> lie(campaign));
      endpoints.put(path, endpoint(receiver.url(path).toString()));
    }
    String wrong = receiver.url("/tls").toString().replace("http:", "https:");
    endpoints.put("/tls", endpoint(wrong));
    firstEvent = books.number("select coalesce(max(id), 0) from event");
  }

  private long endpoint(String url) {
    try (Api api = changes.api()) {
      Map<String, Object> body = Map.of("url", url, "event_types", List.of("source.*"));
      return api.post(201, PATH, body).data().path("id").asLong();
    }
  }

  @AfterEach
  void nothingGoesOnRunning() {
    try (ServerProcess _ = server;
        LyingReceiver _ = receiver) {
      changes.close();
    }
  }

  @Test
  void everyEventArrivesThroughLiesAndKills() throws Exception {
    run(1, 60);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  @EnabledIfSystemProperty(named = CAMPAIGN, matches = "\\d+")
  void inRealTimeThousandsArriveThroughLiesAndKills() throws Exception {
    run(Integer.getInteger(CAMPAIGN), 400);
  }

  private void run(int kills, int between) throws Exception {
    changes.start(4);
    for (int kill = 1; kill <= kills; kill++) {
      changes.await(changes.made() + between);
      server.kill();
      if (kill % 2 == 1) {
        ServerProcess.killPostgres(folder);
      }
      lastKill = Instant.now();
      server = ServerProcess.start(folder, SETTINGS);
      changes.goTo(server.url());
    }
    changes.await(changes.made() + between);
    changes.close();
    settle();
    judge();
  }

  /** What a receiver does this time; those that take long only where there is time. */
  private synchronized Deed lie(boolean slowToo) {
    return switch (random.nextInt(slowToo ? 40 : 36)) {
      case 0, 1 -> LyingReceiver.answer(500, "", "x".repeat(50_000));
      case 2 -> LyingReceiver.answer(429, "Retry-After: 1\r\n", "slowly");
      case 3 -> LyingReceiver.answer(302, "Location: " + receiver.url("/elsewhere") + "\r\n", "");
      case 4, 5 -> LyingReceiver.drop();
      case 6, 7 -> LyingReceiver.rude();
      case 8 -> LyingReceiver.endless(200);
      case 9 -> LyingReceiver.dripping(204);
      case 10 -> LyingReceiver.endless(503);
      case 11 -> random.nextInt(4) == 0 ? LyingReceiver.answer(410) : LyingReceiver.answer(404);
      case 36 -> LyingReceiver.held(new CountDownLatch(1), LyingReceiver.answer(200));
      case 37 -> LyingReceiver.drippingHead();
      default -> LyingReceiver.answer(200);
    };
  }

  /** Some more lies, and then the truth, until everything has arrived. */
  private void settle() throws InterruptedException {
    try (Api api = changes.api()) {
      String good = receiver.url("/tls").toString();
      api.patch(200, PATH + "/" + endpoints.get("/tls"), Map.of("url", good));
      var looks = new AtomicInteger();
      Waiting.until(
          System.getProperty(CAMPAIGN) == null ? Duration.ofMinutes(4) : Duration.ofMinutes(30),
          () -> {
            if (looks.incrementAndGet() == LYING_LOOKS) {
              LYING.forEach(path -> receiver.varying(path, () -> LyingReceiver.answer(200)));
            }
            books
                .column("select id from webhook where not enabled")
                .forEach(id -> api.patch(200, PATH + "/" + id, Map.of("enabled", true)));
            passTime();
            return missing() == 0;
          });
    }
  }

  /** What a killed server held is free, and what waits to be tried again is tried. */
  private void passTime() {
    books.change(
        "update webhook_turn set leased_until = now() where leased_until < timestamptz '%s'"
            .formatted(lastKill.plus(LEASE)));
    books.change("update webhook_delivery set next_at = now() where next_at > now()");
    books.change(
        "update webhook_turn set due_at = now() where due_at between now() and 'tomorrow'");
  }

  private long missing() {
    return books.number(
        """
        select count(*) from event cross join webhook
        where event.type like 'source.%%' and event.id > %d and not exists (
          select from webhook_delivery d
          where d.webhook_id = webhook.id and d.event_id = event.public_id
            and d.status = 'delivered')
        """
            .formatted(firstEvent));
  }

  private void judge() {
    List<String> events =
        books.column(
            "select public_id from event where type like 'source.%' and id > " + firstEvent);
    changes.readToTheEnd();
    List<String> all =
        books.column(
            """
            select event.public_id from event_position p
            join event on event.tenant_id = p.tenant_id and event.id = p.event_id
            order by p.position
            """);
    assertThat(changes.events().stream().map(event -> event.at("/event/id").asString()))
        .as("the reader has each event once and in order")
        .containsExactlyElementsOf(all);
    assertThat(receiver.got("/elsewhere")).isEmpty();
    for (String path : endpoints.keySet()) {
      Map<String, List<Got>> got =
          receiver.got(path).stream().collect(Collectors.groupingBy(WebhookCrashTest::id));
      assertThat(got.keySet()).as("arrived at " + path).containsExactlyInAnyOrderElementsOf(events);
      Map<String, List<String>> noted = noted(endpoints.getOrDefault(path, 0L));
      got.forEach((id, times) -> judge(path, id, times, noted.getOrDefault(id, List.of())));
      if (!path.equals("/tls")) {
        judgeOrder(path);
      }
    }
    System.out.printf(
        "events %d, requests %d, of which repeated successes %d%n",
        events.size(),
        endpoints.keySet().stream().mapToInt(path -> receiver.got(path).size()).sum(),
        repeated);
  }

  /** What is noted of the attempts at each event, in their order: the status, or 0 for none. */
  private Map<String, List<String>> noted(long endpoint) {
    return books
        .column(
            """
            select d.event_id || ' ' || coalesce(a.status, 0) from webhook_attempt a
            join webhook_delivery d on d.tenant_id = a.tenant_id and d.id = a.delivery_id
            where d.webhook_id = %d order by a.number
            """
                .formatted(endpoint))
        .stream()
        .map(line -> line.split(" ", 2))
        .collect(
            Collectors.groupingBy(
                line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
  }

  /** What was taken is sent again only where it is not noted that it was taken. */
  private void judge(String path, String id, List<Got> times, List<String> noted) {
    assertThat(times.stream().map(Got::text).filter(text -> !text.isEmpty()).distinct())
        .as("the body of " + id)
        .hasSize(1);
    assertThat(noted.getLast()).as("the last attempt at " + id).startsWith("2");
    assertThat(noted.stream().filter(status -> status.startsWith("2"))).hasSize(1);
    long taken = times.stream().filter(got -> got.deed().isSuccess()).count();
    assertThat(taken).as("taken " + id).isPositive();
    if (taken > 1) {
      repeated += (int) taken - 1;
      // What failed for want of TLS did not come to it.
      long known =
          noted.stream().filter(status -> !path.equals("/tls") || status.startsWith("2")).count();
      assertThat((long) times.size()).as("attempts at " + id).isGreaterThan(known);
    }
  }

  /** An event comes for the first time after those before it of its resource. */
  private void judgeOrder(String path) {
    Map<String, String> resources = new HashMap<>();
    Map<String, Long> positions = new HashMap<>();
    for (JsonNode event : changes.events()) {
      String id = event.at("/event/id").asString();
      resources.put(id, event.at("/data/resource/type") + event.at("/data/resource/id").asString());
      positions.put(id, event.path("position").asLong());
    }
    Set<String> seen = new HashSet<>();
    Map<String, Long> reached = new HashMap<>();
    for (Got got : receiver.got(path)) {
      if (seen.add(id(got))) {
        long position = positions.getOrDefault(id(got), 0L);
        long before = reached.getOrDefault(resources.getOrDefault(id(got), ""), 0L);
        assertThat(position).as("the order of " + id(got)).isGreaterThan(before);
        reached.put(resources.getOrDefault(id(got), ""), position);
      }
    }
  }

  private static String id(Got got) {
    return got.header("webhook-id");
  }
}
