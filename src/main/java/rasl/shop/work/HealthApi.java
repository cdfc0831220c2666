package rasl.shop.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.refusal.Refusal;
import rasl.shop.connect.ShopStore;
import rasl.shop.receive.Refusals;

/** {@code /api/v2/shops/{id}/health}: whether anything comes from a shop. */
final class HealthApi {
  private final Db db;
  private final HealthStore store = new HealthStore();
  private final Refusals refusals;
  private final Clock clock;

  HealthApi(Db db, Refusals refusals, Clock clock) {
    this.db = db;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * How a shop is.
   *
   * @param lastReceivedAt of all topics
   * @param silentForSeconds since then; null where nothing has come yet
   * @param waiting events that are not worked off yet
   */
  record Health(
      @Nullable Instant lastReceivedAt,
      @Nullable Long silentForSeconds,
      long waiting,
      HealthStore.Failures signatureFailures,
      List<HealthStore.Topic> topics) {}

  void addTo(Routes routes) {
    routes.add("GET", EventApi.SHOP + "/health", Scope.SHOPS_READ, this::health);
  }

  private Answer health(Caller caller, Request request) {
    long shop = EventApi.shopId(request);
    refusals.write(new ShopStore.Address(caller.tenant(), shop));
    return Answer.ok(
        db.reading(
            caller.tenant(),
            tx -> {
              HealthStore.Failures failures =
                  store.failures(tx, shop).orElseThrow(() -> new Refusal.NotFound("Shop").thrown());
              return health(failures, store.topics(tx, shop), store.waiting(tx, shop));
            }));
  }

  private Health health(
      HealthStore.Failures failures, List<HealthStore.Topic> topics, long waiting) {
    Optional<Instant> last =
        topics.stream().map(HealthStore.Topic::lastReceivedAt).max(Comparator.naturalOrder());
    Optional<Long> silent =
        last.map(time -> Math.max(0, Duration.between(time, clock.instant()).toSeconds()));
    return new Health(last.orElse(null), silent.orElse(null), waiting, failures, topics);
  }
}
