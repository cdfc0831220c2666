package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.Api;

/** What a tenant's own work holds, it waits for itself, and not for long. */
class SlowNeighbourTest {
  private static TestApp app;
  private static TenantId slow;
  private static Api slowOne;
  private static Api neighbour;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    slow = app.tenant("slow");
    slowOne = app.as(slow);
    neighbour = app.as(app.tenant("neighbour"));
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void callThatMeetsALockIsBusyAndItsNeighboursCallIsNot() throws Exception {
    String path = "/api/v2/sources/" + made(slowOne);
    String other = "/api/v2/sources/" + made(neighbour);
    Map<String, Object> change = Map.of("name", "Changed");
    try (Connection holder = app.database().connectAsOwner();
        var statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select id from source where tenant_id = " + slow.value() + " for update");
      neighbour.patch(200, other, change);
      isBusy(slowOne.patch(503, path, change));
    }
    slowOne.patch(200, path, change);
  }

  @Test
  void tenantWithAllItsConnectionsInUseIsBusyAndOthersAreServed() throws Exception {
    int share = app.database().settings().connections() / 2;
    var holding = new CountDownLatch(share);
    var release = new CountDownLatch(1);
    try (var holders = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> held = new ArrayList<>();
      for (int i = 0; i < share; i++) {
        held.add(holders.submit(() -> app.db().doInTenant(slow, _ -> hold(holding, release))));
      }
      holding.await();
      neighbour.get(200, "/api/v2/sources");
      app.api().get(200, "/health/ready");
      isBusy(slowOne.get(503, "/api/v2/sources"));
      release.countDown();
      for (Future<?> one : held) {
        one.get();
      }
    }
    slowOne.get(200, "/api/v2/sources");
  }

  private static void isBusy(Api.Reply reply) {
    assertThat(reply.code()).isEqualTo("SERVICE_UNAVAILABLE");
    assertThat(reply.error().path("details").path("reason").asString()).isEqualTo("busy");
    assertThat(reply.header("Retry-After")).hasValue("5");
  }

  private static String made(Api api) {
    return api.post(201, "/api/v2/sources", Map.of("name", "Fair")).data().path("id").asString();
  }

  private static void hold(CountDownLatch holding, CountDownLatch release) {
    holding.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
