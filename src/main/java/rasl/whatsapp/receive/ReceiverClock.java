package rasl.whatsapp.receive;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.db.Tx;

/**
 * A clock that stands still while no node receives webhooks: what WhatsApp has not told us by a
 * time on this clock it had a chance to tell. Any node's beat moves it on.
 */
public final class ReceiverClock {
  /** How often a node that receives beats. */
  public static final Duration BEAT = Duration.ofSeconds(1);

  /**
   * A longer silence than this is no small hiccup: for a day nobody knows which windows are open.
   */
  private static final Duration LONG_GAP = Duration.ofMinutes(10);

  /** Says that this node receives. */
  public void beat(SystemTx tx) {
    tx.update(
        """
        update receiver set
          up_ms = up_ms + least(extract(epoch from clock_timestamp() - beat_at) * 1000, ?)::bigint,
          gap_ended_at = case
            when clock_timestamp() - beat_at > ? * interval '1 millisecond'
            then clock_timestamp() else gap_ended_at end,
          beat_at = clock_timestamp()
        where id = 1 and clock_timestamp() - beat_at > ? * interval '1 millisecond'
        """,
        BEAT.multipliedBy(2).toMillis(),
        LONG_GAP.toMillis(),
        BEAT.toMillis() * 9 / 10);
  }

  /** The time on this clock, in milliseconds. */
  public long upMillis(Tx tx) {
    return tx.first("select up_ms from receiver where id = 1", row -> row.getLong("up_ms"))
        .orElseThrow();
  }

  /**
   * When the last long gap ended; empty where there never was one. Now where the gap still lasts:
   * this server has come back, and has not beaten yet.
   */
  public Optional<Instant> gapEndedAt(Tx tx) {
    return tx.first(
            """
            select case
              when clock_timestamp() - beat_at > ? * interval '1 millisecond'
              then clock_timestamp() else gap_ended_at end as gap_ended_at
            from receiver where id = 1
            """,
            row -> Optional.ofNullable(row.getObject("gap_ended_at", OffsetDateTime.class)),
            LONG_GAP.toMillis())
        .flatMap(time -> time)
        .map(OffsetDateTime::toInstant);
  }
}
