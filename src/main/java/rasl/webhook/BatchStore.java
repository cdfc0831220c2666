package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import rasl.db.TenantTx;

/** The SQL of batches. */
final class BatchStore {
  /** Stores a batch that is to be delivered now. */
  void insert(
      TenantTx tx, long endpoint, long id, String publicId, Batches.Batch batch, Instant now) {
    tx.update(
        """
        insert into webhook_delivery (tenant_id, webhook_id, id, event_id, event_type,
          resource_type, resource_id, kind, body, members, status, attempts, next_at, created_at)
        values (?, ?, ?, ?, ?, ?, ?, 'batch', ?, ?, 'waiting', 0, ?, ?)
        """,
        tx.tenantId(),
        endpoint,
        id,
        publicId,
        Batches.TYPE,
        Batches.RESOURCE,
        batch.conversation(),
        new String(batch.json(publicId, now), StandardCharsets.UTF_8),
        batch.positions().toArray(Long[]::new),
        now,
        now);
  }

  /** The conversations of batches that were not attempted yet. */
  Set<Long> underWay(TenantTx tx, long endpoint) {
    return new HashSet<>(
        tx.query(
            """
            select resource_id from webhook_delivery
            where tenant_id = ? and webhook_id = ? and kind = 'batch' and attempts = 0
              and status = 'waiting'
            """,
            row -> row.getLong("resource_id"),
            tx.tenantId(),
            endpoint));
  }
}
