package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.RawSocket;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;

/** What is read for a client that has hung up is read no longer. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HangUpTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.create();
  private TestHouse house;

  @BeforeAll
  void start() {
    database.asOwner("create table done (who bigint); grant insert on done to rasl_app");
    var routes = new Routes();
    routes.add(
        "GET",
        "/t/read",
        Scope.SOURCES_READ,
        (caller, request) ->
            database
                .db()
                .reading(
                    caller.tenant(),
                    tx -> {
                      tx.patient(Duration.ofMinutes(1));
                      tx.query(sleep(seconds(request)), row -> row.getInt(1));
                      return Answer.ok(Map.of("slept", seconds(request)));
                    }));
    routes.add(
        "POST",
        "/t/change",
        Scope.SOURCES_WRITE,
        (caller, _) ->
            database
                .db()
                .inTenant(
                    caller.tenant(),
                    tx -> {
                      tx.query(sleep("2.5"), row -> row.getInt(1));
                      tx.update("insert into done (who) values (?)", tx.tenantId());
                      return Answer.ok(Map.of());
                    }));
    house = new TestHouse(new NoDb(), routes, HttpModule.Settings.STANDARD, List.of());
  }

  @AfterAll
  void stop() {
    house.close();
    database.close();
  }

  @Test
  void readEndsSoonAfterItsClientHasHungUpAndANeighboursGoesOn() throws Exception {
    CompletableFuture<String> neighbour;
    try (var leaving = new RawSocket(house.port())) {
      leaving.send(get("/t/read?seconds=55", TestHouse.ALL));
      Waiting.until(SOON, () -> running("55") == 1);
      neighbour = CompletableFuture.supplyAsync(() -> slept(TestHouse.NEIGHBOUR, "4"));
      Waiting.until(SOON, () -> running("4") == 1);
    }
    Waiting.until(SOON, () -> running("55") == 0);
    assertThat(neighbour.join()).isEqualTo("4");
    assertThat(slept(TestHouse.ALL, "0")).isEqualTo("0");
  }

  private String slept(String token, String seconds) {
    return house.api(token).get(200, "/t/read?seconds=" + seconds).data().path("slept").asString();
  }

  @Test
  void nextRequestThatComesDuringASlowReadIsAnsweredToo() throws Exception {
    try (var client = new RawSocket(house.port())) {
      client.send(get("/t/read?seconds=2.2", TestHouse.ALL));
      Waiting.until(SOON, () -> running("2.2") == 1);
      client.send(get("/t/read?seconds=0.1", TestHouse.ALL));
      assertThat(client.readAnswer().body()).contains("\"slept\":\"2.2\"");
      assertThat(client.readAnswer().body()).contains("\"slept\":\"0.1\"");
      client.send(get("/t/read?seconds=0.2", TestHouse.ALL));
      assertThat(client.readAnswer().body()).contains("\"slept\":\"0.2\"");
    }
  }

  @Test
  void changeGoesOnAlthoughItsClientHasHungUp() throws Exception {
    try (var leaving = new RawSocket(house.port())) {
      leaving.send(
          "POST /t/change HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n"
                  .formatted(TestHouse.ALL)
              + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
      Waiting.until(SOON, () -> running("2.5") == 1);
    }
    Waiting.until(SOON, () -> !database.column("select who from done").isEmpty());
  }

  private static String get(String path, String token) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token + "\r\n\r\n";
  }

  private static String seconds(Request request) {
    return request.query().last("seconds").orElseThrow();
  }

  private static String sleep(String seconds) {
    return "select 1 from pg_sleep(" + seconds + ")";
  }

  /** How many statements sleep so long. */
  private int running(String seconds) {
    return database
        .column(
            """
            select 1 from pg_stat_activity
            where state = 'active' and wait_event = 'PgSleep' and datname = current_database()
              and query like '%%%s%%'
            """
                .formatted(sleep(seconds)))
        .size();
  }
}
