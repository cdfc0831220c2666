package rasl.webhook;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** What was delivered to an endpoint in each hour, and how long it took. */
final class Stats {
  private Stats() {}

  /**
   * One hour.
   *
   * @param p50Ms the time that half of the attempts took at most, to the end of its class; null
   *     where none was answered well
   */
  record Hour(
      Instant hour,
      long delivered,
      long failed,
      @Nullable Integer p50Ms,
      @Nullable Integer p95Ms) {}

  private record Line(Instant hour, boolean delivered, int upToMillis, long attempts) {}

  /** The hours from one on in which something was attempted, in order. */
  static List<Hour> since(TenantTx tx, long endpoint, Instant from) {
    List<Line> lines =
        tx.query(
            """
            select hour, delivered, up_to_millis, attempts from webhook_hour
            where tenant_id = ? and webhook_id = ? and hour >= ?
            order by hour, delivered, up_to_millis
            """,
            row ->
                new Line(
                    row.getObject("hour", OffsetDateTime.class).toInstant(),
                    row.getBoolean("delivered"),
                    row.getInt("up_to_millis"),
                    row.getLong("attempts")),
            tx.tenantId(),
            endpoint,
            from);
    var hours = new TreeMap<Instant, Hour>();
    lines.stream().map(Line::hour).distinct().forEach(hour -> hours.put(hour, hour(hour, lines)));
    return List.copyOf(hours.values());
  }

  private static Hour hour(Instant hour, List<Line> all) {
    var delivered = new TreeMap<Integer, Long>();
    long failed = 0;
    for (Line line : all) {
      if (line.hour().equals(hour)) {
        if (line.delivered()) {
          delivered.put(line.upToMillis(), line.attempts());
        } else {
          failed += line.attempts();
        }
      }
    }
    long number = delivered.values().stream().mapToLong(Long::longValue).sum();
    return new Hour(
        hour, number, failed, percentile(delivered, number, 50), percentile(delivered, number, 95));
  }

  private static @Nullable Integer percentile(
      Map<Integer, Long> classes, long number, int percent) {
    long wanted = (number * percent + 99) / 100;
    long seen = 0;
    for (var one : classes.entrySet()) {
      seen += one.getValue();
      if (seen >= wanted && number > 0) {
        return one.getKey();
      }
    }
    return null;
  }
}
