package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;

/** Servers on a PostgreSQL of the operator's own, whose role may make no roles. */
@Tag("process")
@Timeout(300)
class ExternalDatabaseTest {
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String OWNER = "rasl_test_owner";
  private static final String DATABASE = "test_external";

  @Test
  void theRefusalPrintsTheSqlAndTwoServersRunEachJobOnce() throws InterruptedException {
    Path one = ServerProcess.emptyFolder("external-1");
    Path two = ServerProcess.emptyFolder("external-2");
    try (TestDatabase postgres = TestDatabase.create()) {
      Map<String, String> settings = database(postgres);
      try {
        ServerProcess.Ran refused = ServerProcess.run(one, settings, "start");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
            .contains("grant rasl_app to " + OWNER + " with inherit false, set true;")
            .doesNotContain("\tat ")
            .doesNotContain("a-password");

        postgres.asSuperuser("grant rasl_app to " + OWNER + " with inherit false, set true");
        try (ServerProcess first = ServerProcess.start(one, settings);
            ServerProcess second = ServerProcess.start(two, settings)) {
          eachJobRunsOnce(first, second);
        }
        assertThat(one.resolve("postgres")).as("no database of its own").doesNotExist();

        var otherKey = new java.util.HashMap<>(settings);
        otherKey.put("RASL_SECRET_KEY", "ff".repeat(32));
        assertThat(ServerProcess.run(one, otherKey, "start").err())
            .contains("made with another secret key");
      } finally {
        postgres.asSuperuser("drop database if exists " + DATABASE + " with (force)");
        postgres.asSuperuser("drop role " + OWNER);
      }
    }
  }

  /** An owner without any right beyond its own database. */
  private static Map<String, String> database(TestDatabase postgres) {
    postgres.asSuperuser("drop database if exists " + DATABASE + " with (force)");
    postgres.asSuperuser("drop role if exists " + OWNER);
    postgres.asSuperuser("create role " + OWNER + " login password 'a-password'");
    postgres.asSuperuser("create database " + DATABASE + " owner " + OWNER);
    String host = postgres.settings().url().replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1");
    return Map.of(
        "RASL_DATABASE_URL",
        "postgresql://" + OWNER + ":a-password@" + host + "/" + DATABASE,
        "RASL_SECRET_KEY",
        KEY);
  }

  /** Each server has a simulator of its own: what both sent is in the two outboxes together. */
  private static void eachJobRunsOnce(ServerProcess first, ServerProcess second)
      throws InterruptedException {
    String token = first.token().orElseThrow();
    assertThat(second.token()).as("made by the first").isEmpty();
    try (Api simulator = first.simulator();
        Api other = second.simulator();
        Api api = first.api();
        Api otherApi = second.api()) {
      for (Api one : List.of(simulator, other)) {
        one.post(
            200,
            "/control/inbound",
            Map.of("from", "966511000001", "type", "text", "text", "Hello"));
        one.post(
            200,
            "/control/inbound",
            Map.of("from", "966511000002", "type", "text", "text", "Hello"));
      }
      Waiting.until(
          Duration.ofSeconds(30),
          () ->
              api.withToken(token)
                      .get(200, "/api/v2/messages?filter[direction]=inbound&per_page=1")
                      .meta()
                      .path("pagination")
                      .path("total")
                      .asInt()
                  >= 4);
      List<String> texts = IntStream.range(0, 60).mapToObj(i -> "text " + i).toList();
      for (String text : texts) {
        (text.hashCode() % 2 == 0 ? api : otherApi)
            .withToken(token)
            .with("Prefer", "respond-async")
            .post(
                202,
                "/api/v2/messages/text",
                Map.of(
                    "phone",
                    // To one customer 45 may go at once.
                    texts.indexOf(text) < 30 ? "+966511000001" : "+966511000002",
                    "message",
                    text));
      }
      Waiting.until(
          Duration.ofSeconds(30),
          () -> sent(simulator).size() + sent(other).size() >= texts.size());
      List<String> all = new ArrayList<>(sent(simulator));
      all.addAll(sent(other));
      assertThat(all).containsExactlyInAnyOrderElementsOf(texts);
    }
  }

  private static List<String> sent(Api simulator) {
    List<String> texts = new ArrayList<>();
    simulator
        .get(200, "/control/outbox")
        .json()
        .path("messages")
        .forEach(
            message -> texts.add(message.path("request").path("text").path("body").asString()));
    texts.removeIf(text -> !text.startsWith("text ")); // What a server says to check itself.
    return texts;
  }
}
