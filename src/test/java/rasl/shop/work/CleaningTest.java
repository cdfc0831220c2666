package rasl.shop.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import rasl.testkit.SettableClock;
import rasl.testkit.TestDatabase;

/** What shops brought goes after 30 days, and with its shop. */
class CleaningTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  @Test
  void oldEventsAndThoseOfShopsThatAreGoneAreDeletedOfEachTenant() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asOwner(
          "insert into tenant (id, name, created_at) values (1, 'one', now()), (2, 'two', now())");
      for (int tenant = 1; tenant <= 2; tenant++) {
        database.asOwner(
            """
            insert into shop (tenant_id, id, platform, name, verification, currency_display,
              enabled, key, created_at, updated_at)
            values (%d, 7, 'custom', 'x', 'signature', 'symbol', true, 'k%d', now(), now())
            """
                .formatted(tenant, tenant));
      }
      event(database, 1, 1, 7, NOW.minus(Duration.ofDays(31)));
      event(database, 1, 2, 7, NOW.minus(Duration.ofDays(29)));
      event(database, 1, 3, 8, NOW);
      event(database, 2, 1, 7, NOW);
      database.asOwner(
          """
          insert into shop_delivery (tenant_id, shop_id, fingerprint, received_at, known_until)
          values (1, 7, 'old', now(), '2026-03-04T05:06:06Z'),
            (1, 7, 'known', now(), '2026-03-04T05:06:08Z'),
            (1, 8, 'gone', now(), '2026-03-04T05:06:08Z')
          """);
      new Cleaning(database.db(), new SettableClock(NOW)).clean();
      assertThat(database.column("select tenant_id || '/' || id from shop_event order by 1"))
          .containsExactly("1/2", "2/1");
      assertThat(database.column("select fingerprint from shop_delivery")).containsExactly("known");
    }
  }

  private static void event(TestDatabase database, int tenant, int id, int shop, Instant at) {
    database.asOwner(
        """
        insert into shop_event (tenant_id, id, shop_id, topic, is_test, size, payload_sealed,
          status, received_at)
        values (%d, %d, %d, 'a', false, 1, 'x', 'done', '%s')
        """
            .formatted(tenant, id, shop, at));
  }
}
