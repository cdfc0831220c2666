package rasl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.TestDatabase;
import rasl.testkit.Waiting;

/** Events get positions as they become visible, where somebody reads. */
final class FeedTest {
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);

  private final TestDatabase database = TestDatabase.create();
  private final FeedHouse house = new FeedHouse(database.db());

  @AfterEach
  void close() {
    house.close();
    database.close();
  }

  @Test
  void positionsBeginAtOneAndAreEachTenantsOwn() {
    house.opened(ONE, "a");
    house.opened(OTHER, "a");
    house.write(ONE, "source", 11);
    house.write(OTHER, "source", 21);
    house.write(ONE, "source", 12);
    number();
    assertThat(house.all(ONE)).extracting(FeedEvent::position).containsExactly(1L, 2L);
    assertThat(house.all(ONE)).extracting(FeedEvent::resourceId).containsExactly(11L, 12L);
    assertThat(house.all(OTHER)).extracting(FeedEvent::resourceId).containsExactly(21L);
  }

  @Test
  void nothingIsNumberedWithoutAReaderAndTheFirstOneGetsWhatWasThere() {
    house.write(ONE, "source", 1);
    number();
    assertThat(house.all(ONE)).isEmpty();
    house.opened(ONE, "a");
    house.write(ONE, "source", 2);
    assertThat(start("a")).isEqualTo(OptionalLong.empty());
    number();
    assertThat(start("a")).isEqualTo(OptionalLong.of(1));
    house.closed(ONE, "a");
    house.write(ONE, "source", 3);
    number();
    assertThat(house.all(ONE)).hasSize(2);
    house.opened(ONE, "b");
    number();
    assertThat(ids()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aReaderThatStaysKeepsTheFeedOpenWhenAnotherGoes() {
    house.opened(ONE, "a");
    house.opened(ONE, "b");
    house.closed(ONE, "a");
    house.closed(ONE, "never was");
    house.write(ONE, "source", 1);
    number();
    assertThat(house.all(ONE)).hasSize(1);
  }

  @Test
  void aSlowTransactionHoldsUpNobodyAndItsOwnEventsComeAfter() throws Exception {
    house.opened(ONE, "a");
    house.opened(OTHER, "a");
    var written = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    Thread slow =
        Thread.startVirtualThread(
            () ->
                database
                    .db()
                    .doInTenant(
                        ONE,
                        tx -> {
                          house.write(tx, "source", 1);
                          written.countDown();
                          await(mayEnd);
                        }));
    written.await();
    house.write(ONE, "source", 2);
    house.write(OTHER, "source", 3);
    for (int i = 0; i < 3; i++) {
      number();
    }
    assertThat(ids()).containsExactly(2L);
    assertThat(house.all(OTHER)).hasSize(1);
    mayEnd.countDown();
    slow.join();
    house.write(ONE, "source", 4);
    number();
    assertThat(ids()).containsExactly(2L, 1L, 4L);
  }

  @Test
  void whatWasThereIsNumberedInPiecesOfWhichNoneIsLost() {
    int many = FeedTurns.OF_THE_PAST * 2 + 17;
    database.asOwner(
        """
        insert into event (tenant_id, public_id, type, resource_type, resource_id, occurred_at)
        select 1, 'evt_' || n, 'source.updated', 'source', n, now()
        from generate_series(1, %d) as n
        """
            .formatted(many));
    house.opened(ONE, "a");
    number();
    List<String> positions =
        database.column(
            "select position from event_position where tenant_id = 1 order by event_id");
    assertThat(positions)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, many).mapToObj(Long::toString).toList());
  }

  @Test
  void anotherNodeGoesOnWhereThisOneStopped() {
    house.opened(ONE, "a");
    house.write(ONE, "source", 1);
    number();
    try (var other = new FeedHouse(database.db())) {
      other.write(ONE, "source", 2);
      other.events.number(ONE);
      house.write(ONE, "source", 3);
      number();
      other.write(ONE, "source", 4);
      other.events.number(ONE);
    }
    assertThat(ids()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(house.all(ONE)).extracting(FeedEvent::position).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void whatIsOldIsDeletedAndWhoMissedItIsTold() {
    house.opened(ONE, "a");
    house.opened(OTHER, "a");
    for (int i = 1; i <= 3; i++) {
      house.write(ONE, "source", i);
      house.write(OTHER, "source", i);
    }
    number();
    age(ONE, "id <= (select min(id) + 2 from event)");
    house.events.clean(List.of(ONE, OTHER), Duration.ofDays(30));
    assertThat(ids()).containsExactly(3L);
    assertThat(oldest()).isEqualTo(3);
    assertThat(house.all(OTHER)).hasSize(3);
    house.closed(ONE, "a");
    house.write(ONE, "source", 4);
    age(ONE, "true");
    house.events.clean(List.of(ONE), Duration.ofDays(30));
    house.opened(ONE, "b");
    house.write(ONE, "source", 5);
    number();
    // Nobody read the fourth: whoever had read the third sees that something is missing.
    assertThat(oldest()).isGreaterThan(4);
    assertThat(house.all(ONE).getLast().position()).isEqualTo(oldest());
  }

  @Test
  void theRelayNumbersWithoutBeingAskedAndRemovesReadersThatDied() throws Exception {
    house.events.start();
    house.opened(OTHER, "a");
    database
        .db()
        .doInTenant(
            ONE, tx -> house.events.readers().openedUntil(tx, "stream", "dead", Instant.EPOCH));
    house.write(OTHER, "source", 1);
    Waiting.until(Duration.ofSeconds(60), () -> house.all(OTHER).size() == 1);
    Waiting.until(
        Duration.ofSeconds(60),
        () -> database.column("select open from event_feed where tenant_id = 1").contains("f"));
    assertThat(database.column("select id from event_reader")).containsExactly("a");
  }

  private void age(TenantId tenant, String which) {
    database.asOwner(
        "update event set occurred_at = now() - interval '31 days' where tenant_id = %s and %s"
            .formatted(tenant, which));
  }

  private long oldest() {
    return house.reading(ONE, house.events.feed()::oldest);
  }

  private OptionalLong start(String reader) {
    return house.reading(ONE, tx -> house.events.readers().start(tx, "test", reader));
  }

  private List<Long> ids() {
    return house.all(ONE).stream().map(FeedEvent::resourceId).toList();
  }

  private void number() {
    house.events.number(ONE);
    house.events.number(OTHER);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
