package rasl.otp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.Faults;
import rasl.http.Query;

/** What became of codes in a span of days (UTC), by country and day. */
final class OtpStats {
  static final int MOST_DAYS = 92;
  private static final int USUAL_DAYS = 30;

  private OtpStats() {}

  /** Days in UTC, both included. */
  record Span(LocalDate from, LocalDate to) {

    /** Reads {@code from} and {@code to}; without them the last 30 days. */
    static Span of(Query query, Instant now) {
      var faults = new Faults();
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      LocalDate to = date(query, "to", faults).orElse(today);
      LocalDate from = date(query, "from", faults).orElse(to.minusDays(USUAL_DAYS - 1L));
      if (faults.none() && from.isAfter(to)) {
        faults.add("from", "The from parameter must not be after to.");
      } else if (faults.none() && ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
        faults.add("from", "The span must not be longer than " + MOST_DAYS + " days.");
      }
      return faults.orRefuse(() -> new Span(from, to));
    }

    private static Optional<LocalDate> date(Query query, String name, Faults faults) {
      Optional<String> text = query.last(name).map(String::strip).filter(t -> !t.isEmpty());
      if (text.isEmpty()) {
        return Optional.empty();
      }
      try {
        if (text.get().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
          return Optional.of(LocalDate.parse(text.get()));
        }
      } catch (java.time.DateTimeException _) {
        // Such as the 31st of February: told below.
      }
      faults.add(name, "The " + name + " parameter must be a date, YYYY-MM-DD.");
      return Optional.empty();
    }
  }

  /**
   * A line of the statistics.
   *
   * @param date null in a line of all days
   * @param country ISO 3166; null in a line of all countries, {@code unknown} for phones of none
   * @param sent WhatsApp took the message
   * @param medianSecondsToVerify from the call that sent the code to the one that verified it
   */
  record Line(
      @Nullable String date,
      @Nullable String country,
      long sent,
      long delivered,
      long verified,
      long failed,
      @Nullable Double medianSecondsToVerify) {}

  /** The whole answer. */
  record Answered(
      String from,
      String to,
      Line total,
      List<Line> byDay,
      List<Line> byCountry,
      List<Line> byCountryAndDay) {}

  static Answered read(TenantTx tx, Span span) {
    List<Line> lines =
        tx.query(
            """
            with code as (
              select to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day,
                coalesce(country, 'unknown') as country, sent_at, delivered_at, verified_at,
                failed_at, extract(epoch from verified_at - created_at) as took
              from otp_send where tenant_id = ? and created_at >= ? and created_at < ?)
            select day, country, count(sent_at) as sent, count(delivered_at) as delivered,
              count(verified_at) as verified, count(failed_at) as failed,
              percentile_cont(0.5) within group (order by took) as median
            from code
            group by grouping sets ((), (day), (country), (day, country))
            order by day desc nulls first, country nulls first
            """,
            OtpStats::line,
            tx.tenantId(),
            span.from().atStartOfDay().toInstant(ZoneOffset.UTC),
            span.to().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    return new Answered(
        span.from().toString(),
        span.to().toString(),
        lines.getFirst(),
        lines.stream().filter(l -> l.date() != null && l.country() == null).toList(),
        lines.stream().filter(l -> l.date() == null && l.country() != null).toList(),
        lines.stream().filter(l -> l.date() != null && l.country() != null).toList());
  }

  private static Line line(ResultSet row) throws SQLException {
    @Nullable Double median = row.getObject("median", Double.class);
    return new Line(
        row.getString("day"),
        row.getString("country"),
        row.getLong("sent"),
        row.getLong("delivered"),
        row.getLong("verified"),
        row.getLong("failed"),
        median == null ? null : Math.round(median * 10) / 10.0);
  }
}
