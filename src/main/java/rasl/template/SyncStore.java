package rasl.template;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL of when templates were pulled, and when they are next. A tenant has one such job. */
final class SyncStore {
  static final String KIND = "template.sync";

  /** So that many webhooks at once make one look. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Makes the jobs of tenants that have a number and no job yet. */
  int makeJobs(SystemTx tx) {
    return tx.update(
        """
        insert into job (tenant_id, kind, ref, state, run_at)
        select distinct tenant_id, ?, 0, 'ready', statement_timestamp()
        from whatsapp_number number
        where not exists (
          select from job where job.tenant_id = number.tenant_id and kind = ? and state <> 'dead')
        on conflict do nothing
        """,
        KIND,
        KIND);
  }

  /** Notes that something happened at WhatsApp, so that a look is worth while soon. */
  void ask(TenantTx tx, Instant now) {
    tx.update(
        """
        insert into template_sync (tenant_id, asked_at) values (?, ?)
        on conflict (tenant_id) do update set asked_at = excluded.asked_at
        """,
        tx.tenantId(),
        now);
    tx.update(
        """
        update job set run_at = statement_timestamp() + ? * interval '1 millisecond'
        where tenant_id = ? and kind = ? and state in ('ready', 'later')
          and run_at > statement_timestamp() + ? * interval '1 millisecond'
        """,
        SOON.toMillis(),
        tx.tenantId(),
        KIND,
        SOON.toMillis());
  }

  /** When something was told last that makes a look necessary. */
  Optional<Instant> askedAt(TenantTx tx) {
    return tx.first(
            "select asked_at from template_sync where tenant_id = ?",
            row -> Optional.ofNullable(row.getObject("asked_at", OffsetDateTime.class)),
            tx.tenantId())
        .flatMap(time -> time)
        .map(OffsetDateTime::toInstant);
  }

  /** Takes turns with every other transaction that writes what it pulled. */
  void lock(TenantTx tx) {
    tx.update(
        "insert into template_sync (tenant_id) values (?) on conflict do nothing", tx.tenantId());
    tx.query(
        "select 1 as one from template_sync where tenant_id = ? for update",
        row -> row.getInt("one"),
        tx.tenantId());
  }

  /**
   * Notes how a pull ended.
   *
   * @param failure why it failed; null where it did not
   */
  void note(TenantTx tx, Instant now, @Nullable String failure) {
    tx.update(
        """
        insert into template_sync (tenant_id, synced_at, failed_at, failure) values (?, ?, ?, ?)
        on conflict (tenant_id) do update set
          synced_at = coalesce(excluded.synced_at, template_sync.synced_at),
          failed_at = excluded.failed_at, failure = excluded.failure
        """,
        tx.tenantId(),
        failure == null ? now : null,
        failure == null ? null : now,
        failure);
  }
}
