package rasl.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import rasl.db.TenantTx;

/**
 * Counts what may be done only so often, for all nodes, in a window that slides: the times
 * themselves are kept. A time further ahead than the window is a clock's fault, and does not count.
 */
final class LimitStore {
  /** What is counted; its name is in the table. */
  enum Kind {
    VERIFY,
    VERIFY_IP,
    RESEND,
    SEND,
    SEND_DAY,
    SEND_IP;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** So many in such a time. */
  record Limit(Kind kind, int most, Duration window) {}

  /**
   * Counts one more, in one statement, so that no two take the same last place.
   *
   * @return when there is room again; empty where there was
   */
  Optional<Instant> take(TenantTx tx, Limit limit, String key, Instant now) {
    Instant from = now.minus(limit.window());
    Instant to = now.plus(limit.window());
    int taken =
        tx.update(
            """
            insert into otp_limit as kept (tenant_id, kind, key, hits, until)
            values (?, ?, ?, array[?::timestamptz], ?)
            on conflict (tenant_id, kind, key) do update set
              hits = array(select hit from unnest(kept.hits) as hit where hit > ? and hit <= ?)
                || excluded.hits,
              until = excluded.until
            where (select count(*) from unnest(kept.hits) as hit where hit > ? and hit <= ?) < ?
            """,
            tx.tenantId(),
            limit.kind().text(),
            key,
            now,
            to,
            from,
            to,
            from,
            to,
            limit.most());
    return taken == 1 ? Optional.empty() : Optional.of(roomAt(tx, limit, key, now));
  }

  private static Instant roomAt(TenantTx tx, Limit limit, String key, Instant now) {
    return tx.first(
            """
            select hit from otp_limit, unnest(hits) as hit
            where tenant_id = ? and kind = ? and key = ? and hit > ? and hit <= ?
            order by hit desc offset ? limit 1
            """,
            row -> OtpStore.instant(row, "hit"),
            tx.tenantId(),
            limit.kind().text(),
            key,
            now.minus(limit.window()),
            now.plus(limit.window()),
            limit.most() - 1)
        .map(oldest -> oldest.plus(limit.window()))
        .orElse(now);
  }

  /** Forgets what was counted. */
  void clear(TenantTx tx, Kind kind, String key) {
    tx.update(
        "delete from otp_limit where tenant_id = ? and kind = ? and key = ?",
        tx.tenantId(),
        kind.text(),
        key);
  }
}
