package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;

/** One tenant's long calls wait for each other, and hold up nobody else. */
class LongCallsTest {
  private static final int OF_ONE_TENANT =
      Math.max(2, Runtime.getRuntime().availableProcessors()) / 2;

  @Test
  void searchesThatRunHoldUpOnlySearchesOfTheirTenant() throws InterruptedException {
    var begun = new Semaphore(0);
    var end = new CountDownLatch(1);
    var routes = new Routes();
    routes.add("GET", "/t/list", Scope.SOURCES_READ, (_, request) -> read(request, begun, end));
    routes.addLong("POST", "/t/batch", Scope.SOURCES_WRITE, (_, _) -> Answer.ok(Map.of()));
    routes.add("POST", "/t/plain", Scope.SOURCES_WRITE, (_, _) -> Answer.ok(Map.of()));
    try (var house = new TestHouse(new NoDb(), routes, HttpModule.Settings.STANDARD, List.of())) {
      Api floods = house.api(TestHouse.ALL);
      List<CompletableFuture<Void>> searches =
          IntStream.range(0, OF_ONE_TENANT).mapToObj(_ -> later(floods, "search=stay")).toList();
      begun.acquire(OF_ONE_TENANT);
      CompletableFuture<Void> waits = later(floods, "filter[name]=stay");
      CompletableFuture<Void> batch =
          CompletableFuture.runAsync(
              () -> floods.post(200, "/t/batch", Map.of()), Thread::startVirtualThread);
      floods.get(200, "/t/list?page=1");
      floods.post(200, "/t/plain?search=%FF", Map.of());
      house.api(TestHouse.NEIGHBOUR).get(200, "/t/list?search=go");
      house.api(TestHouse.NEIGHBOUR).post(200, "/t/batch", Map.of());
      assertThat(begun.tryAcquire()).as("a search began beyond its tenant's turns").isFalse();
      assertThat(batch).isNotDone();
      end.countDown();
      searches.forEach(CompletableFuture::join);
      waits.join();
      batch.join();
    }
  }

  private static Answer read(Request request, Semaphore begun, CountDownLatch end) {
    if (request.query().parameters().toString().contains("stay")) {
      begun.release();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return Answer.ok(Map.of());
  }

  private static CompletableFuture<Void> later(Api api, String query) {
    return CompletableFuture.runAsync(
        () -> api.get(200, "/t/list?" + query), Thread::startVirtualThread);
  }
}
