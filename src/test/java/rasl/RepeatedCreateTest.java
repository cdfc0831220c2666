package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.testkit.Api;

/** Creating twice at the same moment makes one record, with an idempotency key or without. */
class RepeatedCreateTest {
  private static final int AT_ONCE = 12;
  private static final String KEY = "Idempotency-Key";
  private static TestApp app;
  private static TestApp otherNode;
  private static Api api;
  private static Api elsewhere;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    otherNode = app.startAnotherNode(Map.of());
    TenantId tenant = app.tenant("repeats");
    api = app.as(tenant);
    elsewhere = otherNode.as(tenant);
  }

  @AfterAll
  static void stop() {
    otherNode.close();
    app.close();
  }

  @ParameterizedTest
  @EnumSource
  void theSameNameAtOnceIsTakenOnce(NamedKindUnderTest kind) throws Exception {
    List<Api.Reply> replies =
        atOnce(i -> post(i % 2 == 0 ? api : elsewhere, kind, i % 3 == 0 ? "Rush" : "RUSH"));
    assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
    assertThat(replies)
        .filteredOn(reply -> reply.status() != 201)
        .allSatisfy(reply -> assertThat(reply.code()).isEqualTo("VALIDATION_ERROR"));
    assertThat(count(kind, "rush")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void theSameKeyAtOnceOnTwoNodesCreatesOnce(NamedKindUnderTest kind) throws Exception {
    String key = "create " + kind;
    List<Api.Reply> replies =
        atOnce(i -> post((i % 2 == 0 ? api : elsewhere).with(KEY, key), kind, "Keyed"));
    List<Api.Reply> made = replies.stream().filter(reply -> reply.status() == 201).toList();
    assertThat(made).filteredOn(reply -> !isReplay(reply)).hasSize(1);
    assertThat(made).extracting(reply -> reply.data()).containsOnly(made.getFirst().data());
    assertThat(replies)
        .filteredOn(reply -> reply.status() != 201)
        .allSatisfy(
            reply -> {
              assertThat(reply.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
              assertThat(reply.header("Retry-After")).isPresent();
            });
    assertThat(count(kind, "keyed")).isEqualTo(1);

    Api.Reply repeat = post(elsewhere.with(KEY, key), kind, "Keyed");
    assertThat(repeat.status()).isEqualTo(201);
    assertThat(isReplay(repeat)).isTrue();
    assertThat(repeat.data()).isEqualTo(made.getFirst().data());
    assertThat(repeat.json().path("message").asString())
        .isEqualTo(kind.title() + " created successfully");
    assertThat(repeat.header("X-Request-Id")).isNotEqualTo(made.getFirst().header("X-Request-Id"));
  }

  @Test
  void theSameKeyWithAnotherBodyOrPathIsAConflict() {
    Api keyed = api.with(KEY, "one key");
    assertThat(post(keyed, NamedKindUnderTest.SOURCE, "First").status()).isEqualTo(201);
    assertThat(post(keyed, NamedKindUnderTest.SOURCE, "Second").code())
        .isEqualTo("IDEMPOTENCY_CONFLICT");
    assertThat(post(keyed, NamedKindUnderTest.STATUS, "First").code())
        .isEqualTo("IDEMPOTENCY_CONFLICT");
  }

  @Test
  void aRefusedCreateDoesNotUseUpItsKey() {
    Api keyed = api.with(KEY, "second try");
    assertThat(keyed.post(422, "/api/v2/sources", Map.of()).code()).isEqualTo("VALIDATION_ERROR");
    assertThat(isReplay(keyed.post(201, "/api/v2/sources", Map.of("name", "At last")))).isFalse();
    api.with(KEY, "").post(422, "/api/v2/sources", Map.of("name", "Keyless"));
    api.with(KEY, "k".repeat(256)).post(422, "/api/v2/sources", Map.of("name", "Keyless"));
    api.with(KEY, "k".repeat(255)).post(201, "/api/v2/sources", Map.of("name", "Keyless"));
  }

  @Test
  void tenantsKeysDoNotMeet() {
    Api other = app.as(app.tenant("other-keys"));
    Map<String, String> body = Map.of("name", "Common");
    api.with(KEY, "common").post(201, "/api/v2/sources", body);
    assertThat(isReplay(other.with(KEY, "common").post(201, "/api/v2/sources", body))).isFalse();
  }

  private static Api.Reply post(Api caller, NamedKindUnderTest kind, String name) {
    return caller.send("POST", kind.path(), Json.write(Map.of("name", name)));
  }

  private static boolean isReplay(Api.Reply reply) {
    return reply.header("Idempotent-Replayed").isPresent();
  }

  private static int count(NamedKindUnderTest kind, String name) {
    return api.get(200, kind.path() + "?filter%5Bname%5D=" + name)
        .meta()
        .at("/pagination/total")
        .asInt();
  }

  private static List<Api.Reply> atOnce(Function<Integer, Api.Reply> call) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Reply>> calls = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        int number = i;
        calls.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.apply(number);
                }));
      }
      start.countDown();
      var replies = new ArrayList<Api.Reply>();
      for (Future<Api.Reply> running : calls) {
        replies.add(running.get());
      }
      return replies;
    }
  }
}
