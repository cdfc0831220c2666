package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.testkit.Api;
import rasl.testkit.RawSocket;
import rasl.testkit.TestDatabase;

/** Section 1.5 of the contract, with two nodes over one real database. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {
  private static final TenantId TENANT = new TenantId(1);

  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger keys = new AtomicInteger();
  private final CountDownLatch slowEntered = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private TestDatabase database;
  private TestHouse house;
  private TestHouse otherNode;

  @BeforeAll
  void start() {
    database = TestDatabase.create();
    database.asOwner(
        """
        create table note (tenant_id bigint not null, id int not null, primary key (tenant_id, id));
        call rasl_tenant_table('note')
        """);
    house = node();
    otherNode = node();
  }

  private TestHouse node() {
    return new TestHouse(database.db(), routes(), HttpModule.Settings.STANDARD, List.of());
  }

  @AfterAll
  void stop() {
    house.close();
    otherNode.close();
    database.close();
  }

  private Routes routes() {
    Routes routes = new Routes();
    routes.add("POST", "/t/notes", Scope.SOURCES_WRITE, (_, request) -> write(request));
    routes.add("POST", "/t/slow", Scope.SOURCES_WRITE, (_, request) -> slow(request));
    routes.add("POST", "/t/refused", Scope.SOURCES_WRITE, (_, request) -> refused(request));
    routes.add("POST", "/t/failed", Scope.SOURCES_WRITE, (_, request) -> failed(request));
    var crashed = new Routes.Access.Token(Scope.SOURCES_WRITE, (_, request) -> crashed(request));
    routes.add(
        new Routes.Route("POST", "/t/crashed", crashed, Routes.Route.SMALL_BODY)
            .withRebuild((tenant, subject) -> Answer.ok(tenant + " " + subject)));
    return routes;
  }

  private Answer write(Request request) {
    return request.change().commit(this::insert);
  }

  private Answer insert(TenantTx tx) {
    int id = runs.incrementAndGet();
    tx.update("insert into note (tenant_id, id) values (?, ?)", tx.tenantId(), id);
    return Answer.created(Map.of("note", id), "Note created successfully");
  }

  private Answer slow(Request request) {
    slowEntered.countDown();
    try {
      slowMayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return write(request);
  }

  private Answer refused(Request request) {
    return request
        .change()
        .commit(
            tx -> {
              insert(tx);
              throw Refusal.Invalid.field("name", "is not to our liking").thrown();
            });
  }

  /** As a message that WhatsApp refuses: the change stays, and so does its outcome. */
  private Answer failed(Request request) {
    var refusal = new Refusal.MessageSendFailed(131026, "Undeliverable", "no");
    IdempotencyClaim claim = request.change().claim().orElseThrow();
    var kept = KeptAnswer.of(refusal);
    database.db().doInTenant(TENANT, tx -> claimed(tx, claim));
    database
        .db()
        .doInTenant(TENANT, tx -> house.module.idempotencyStore().keep(tx, claim.key(), kept));
    throw refusal.thrown();
  }

  /** As a room that commits in groups, and whose server dies before the answer is kept. */
  private Answer crashed(Request request) {
    IdempotencyClaim claim = request.change().claim().orElseThrow();
    database.db().doInTenant(TENANT, tx -> claimed(tx, claim));
    throw new IllegalStateException("the server dies here");
  }

  private void claimed(TenantTx tx, IdempotencyClaim claim) {
    runs.incrementAndGet();
    assertThat(
            house
                .module
                .idempotencyStore()
                .claimAll(tx, List.of(claim), List.of("note:7"), house.clock.instant()))
        .containsExactly(true);
  }

  private String newKey() {
    return "key-" + keys.incrementAndGet();
  }

  private Api keyed(String key) {
    return keyed(house, key);
  }

  private static Api keyed(TestHouse node, String key) {
    return node.api(TestHouse.ALL).with("Idempotency-Key", key);
  }

  @Test
  void aRepeatGetsTheFirstAnswerOnEveryNodeAndChangesNothing() {
    String key = newKey();
    Api.Reply first = keyed(key).post(201, "/t/notes", Map.of("a", 1));
    assertThat(first.header("idempotent-replayed")).isEmpty();
    for (TestHouse node : List.of(house, otherNode)) {
      Api.Reply repeat = keyed(node, key).post(201, "/t/notes", Map.of("a", 1));
      assertThat(repeat.header("idempotent-replayed")).contains("true");
      assertThat(repeat.data()).isEqualTo(first.data());
      assertThat(repeat.json().path("message")).isEqualTo(first.json().path("message"));
      assertThat(repeat.meta().path("request_id")).isNotEqualTo(first.meta().path("request_id"));
    }
  }

  @Test
  void theSameKeyOfAnotherTenantIsAnotherKey() {
    String key = newKey();
    Api.Reply mine = keyed(key).post(201, "/t/notes", Map.of());
    Api.Reply theirs =
        house.api(TestHouse.NEIGHBOUR).with("Idempotency-Key", key).post(201, "/t/notes", Map.of());
    assertThat(theirs.data()).isNotEqualTo(mine.data());
  }

  @Test
  void theSameKeyWithAnotherBodyOrPathIsAConflict() {
    String key = newKey();
    keyed(key).post(201, "/t/notes", Map.of("a", 1));
    assertThat(keyed(key).post(409, "/t/notes", Map.of("a", 2)).code())
        .isEqualTo("IDEMPOTENCY_CONFLICT");
    keyed(key).post(409, "/t/refused", Map.of("a", 1));
  }

  @Test
  void aRepeatWhileTheFirstStillRunsIsAConflictThatSaysWhenToComeBack() throws Exception {
    String key = newKey();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Api.Reply> first = threads.submit(() -> keyed(key).post(201, "/t/slow", Map.of()));
      slowEntered.await();
      Api.Reply repeat = keyed(key).post(409, "/t/slow", Map.of());
      assertThat(repeat.code()).isEqualTo("IDEMPOTENCY_CONFLICT");
      assertThat(repeat.header("retry-after")).contains("1");
      slowMayEnd.countDown();
      var data = first.get().data();
      assertThat(keyed(key).post(201, "/t/slow", Map.of()).data()).isEqualTo(data);
    }
  }

  @Test
  void ofManyParallelRepeatsOnTwoNodesOneChangesSomething() throws Exception {
    String key = newKey();
    List<Callable<Api.Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      TestHouse node = i % 2 == 0 ? house : otherNode;
      calls.add(() -> keyed(node, key).send("POST", "/t/notes", "{}"));
    }
    Set<String> answers = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Api.Reply> reply : threads.invokeAll(calls)) {
        assertThat(reply.get().status()).isIn(201, 409);
        if (reply.get().status() == 201) {
          answers.add(reply.get().data().toString());
        }
      }
    }
    assertThat(answers).hasSize(1);
    answers.add(keyed(key).post(201, "/t/notes", Map.of()).data().toString());
    assertThat(answers).hasSize(1);
  }

  @Test
  void aRefusalUndoesTheChangeAndIsDoneAnew() {
    Api api = keyed(newKey());
    int before = runs.get();
    api.post(422, "/t/refused", Map.of());
    api.post(422, "/t/refused", Map.of());
    assertThat(runs.get()).isEqualTo(before + 2);
  }

  @Test
  void aFailureThatChangedSomethingIsKept() {
    String key = newKey();
    Api.Reply first = keyed(key).post(500, "/t/failed", Map.of());
    int after = runs.get();
    Api.Reply repeat = keyed(key).post(500, "/t/failed", Map.of());
    assertThat(repeat.header("idempotent-replayed")).contains("true");
    assertThat(repeat.error()).isEqualTo(first.error());
    assertThat(repeat.error().path("details").path("whatsapp").path("code").asInt())
        .isEqualTo(131026);
    assertThat(runs.get()).isEqualTo(after);
  }

  @Test
  void aChangeWhoseAnswerWasLostIsToldFromTheChangeItself() {
    String key = newKey();
    keyed(key).post(500, "/t/crashed", Map.of());
    Api.Reply repeat = keyed(key).post(200, "/t/crashed", Map.of());
    assertThat(repeat.data().asString()).isEqualTo("1 note:7");
    assertThat(repeat.header("idempotent-replayed")).contains("true");
  }

  @Test
  void aKeyStandsForADayAndIsThenFree() {
    String key = newKey();
    Api.Reply first = keyed(key).post(201, "/t/notes", Map.of());
    house.clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(keyed(key).post(201, "/t/notes", Map.of()).data()).isEqualTo(first.data());
    house.clock.advance(Duration.ofSeconds(1));
    assertThat(keyed(key).post(201, "/t/notes", Map.of()).data()).isNotEqualTo(first.data());
    house.clock.set(otherNode.clock.instant());
  }

  @Test
  void expiredKeysAreDeletedInBatchesAndOthersStay() {
    var store = house.module.idempotencyStore();
    var claims =
        List.of(
            new IdempotencyClaim("old-1", new byte[] {1}),
            new IdempotencyClaim("old-2", new byte[] {2}),
            new IdempotencyClaim("old-1", new byte[] {3}));
    var past = house.clock.instant().minus(Duration.ofDays(400));
    List<Boolean> taken =
        database
            .db()
            .inTenant(TENANT, tx -> store.claimAll(tx, claims, List.of("a", "b", "c"), past));
    assertThat(taken).containsExactly(true, true, false);
    assertThat(expire(past, 10)).isZero();
    var now = past.plus(IdempotencyStore.KEPT);
    assertThat(expire(now, 1)).isEqualTo(1);
    assertThat(expire(now, 9)).isEqualTo(1);
  }

  private int expire(Instant now, int most) {
    return database
        .db()
        .<Integer>inSystem(tx -> house.module.idempotencyStore().deleteExpired(tx, now, most));
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    for (String wrong : List.of("", "x".repeat(256))) {
      Api.Reply reply = keyed(wrong).post(422, "/t/notes", Map.of());
      assertThat(reply.error().path("details").path("errors").has("Idempotency-Key")).isTrue();
    }
    keyed("x".repeat(255)).post(201, "/t/notes", Map.of());
    String head = "POST /t/notes HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer all-scopes\r\n";
    try (var socket = new RawSocket(house.port())) {
      socket.send(head + "Idempotency-Key: sch\u00f6n\r\n\r\n");
      assertThat(socket.readAnswer().status()).isEqualTo(422);
    }
  }
}
