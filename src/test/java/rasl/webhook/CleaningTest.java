package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;
import rasl.testkit.SettableClock;
import rasl.testkit.Waiting;

/** What is kept of deliveries, and how long. */
class CleaningTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TenantId ONE = new TenantId(1);
  private static final TenantId OTHER = new TenantId(2);

  private final SettableClock clock = SettableClock.atSomeTime();
  private final Desk desk = new Desk(clock, List.of(Duration.ofSeconds(10)));

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void whatIsOlderThan30DaysGoesAndWhatBelongedToAnEndpointThatIsGone() throws Exception {
    desk.database.asOwner(
        "insert into tenant (id, name, created_at) values (1, 'one', now()), (2, 'other', now())");
    long kept = desk.endpoint(ONE, "/kept", 10);
    long gone = desk.endpoint(ONE, "/gone", 10);
    long others = desk.endpoint(OTHER, "/others", 10);
    try (Dispatcher node = desk.node("node")) {
      deliver(node, 1);
      clock.advance(Duration.ofDays(20));
      deliver(node, 2);
      clean();
      assertThat(rows()).containsExactly(row(kept, 2), row(gone, 2), row(others, 2));
      // The endpoint is gone, and its deliveries with it, however young.
      desk.database.asOwner("delete from webhook where id = " + gone);
      clock.advance(Duration.ofDays(11));
      clean();
      assertThat(rows()).containsExactly(row(kept, 1), row(others, 1));
      assertThat(desk.attempts(kept, "number")).hasSize(1);
      assertThat(desk.database.column("select count(*) from webhook_attempt")).containsExactly("2");
      assertThat(desk.database.column("select webhook_id from webhook_hour order by webhook_id"))
          .containsExactly(String.valueOf(kept), String.valueOf(others));
      clock.advance(Duration.ofDays(31));
      clean();
      assertThat(rows()).isEmpty();
      assertThat(desk.database.column("select count(*) from webhook_attempt")).containsExactly("0");
    }
  }

  private void deliver(Dispatcher node, int number) throws InterruptedException {
    desk.feed.add(ONE, "contact.created", number);
    desk.feed.add(OTHER, "contact.created", number);
    node.grown(ONE);
    node.grown(OTHER);
    Waiting.until(
        SOON,
        () ->
            desk.database
                .column("select count(*) from webhook_delivery where status = 'delivered'")
                .equals(List.of(String.valueOf(3 * number))));
  }

  private void clean() {
    new Cleaning(desk.database.db(), clock).clean();
  }

  private List<String> rows() {
    return desk.database.column(
        "select webhook_id || ': ' || count(*) from webhook_delivery group by webhook_id"
            + " order by webhook_id");
  }

  private static String row(long endpoint, int deliveries) {
    return endpoint + ": " + deliveries;
  }
}
