package rasl.shop.work;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of how a shop is. */
final class HealthStore {
  /** When something of a topic came last. */
  record Topic(String topic, Instant lastReceivedAt) {}

  /** Calls that were refused for their signature. */
  record Failures(long count, @Nullable Instant lastAt) {}

  /** The last of each topic, without tests: each is found in the index, however many there are. */
  List<Topic> topics(TenantTx tx, long shop) {
    return tx.query(
        """
        with recursive topic as (
          (select topic as name from shop_event
            where tenant_id = ? and shop_id = ? and not is_test order by topic limit 1)
          union all
          select (select e.topic from shop_event e
            where e.tenant_id = ? and e.shop_id = ? and not e.is_test and e.topic > t.name
            order by e.topic limit 1)
          from topic t where t.name is not null)
        select t.name, (select max(e.received_at) from shop_event e
          where e.tenant_id = ? and e.shop_id = ? and not e.is_test and e.topic = t.name) as last
        from topic t where t.name is not null
        limit 200
        """,
        row ->
            new Topic(
                row.getString("name"), row.getObject("last", OffsetDateTime.class).toInstant()),
        tx.tenantId(),
        shop,
        tx.tenantId(),
        shop,
        tx.tenantId(),
        shop);
  }

  /** Empty where there is no such shop. */
  Optional<Failures> failures(TenantTx tx, long shop) {
    return tx.first(
        """
        select signature_failures, signature_failed_at from shop where tenant_id = ? and id = ?
        """,
        row -> {
          @Nullable OffsetDateTime at = row.getObject("signature_failed_at", OffsetDateTime.class);
          return new Failures(
              row.getLong("signature_failures"), at == null ? null : at.toInstant());
        },
        tx.tenantId(),
        shop);
  }

  /** How many events wait to be worked off. */
  long waiting(TenantTx tx, long shop) {
    return tx.first(
            """
            select count(*) as number from shop_event
            where tenant_id = ? and shop_id = ? and status = 'waiting'
            """,
            row -> row.getLong("number"),
            tx.tenantId(),
            shop)
        .orElseThrow();
  }
}
