package rasl.conversation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The thread of a contact with one of the tenant's numbers.
 *
 * @param lastInboundAt when the customer last wrote or called
 * @param countedMonth the first day of the last month (UTC) in which it counted for the plan
 */
public record Conversation(
    long id, long contactId, Optional<Instant> lastInboundAt, Optional<LocalDate> countedMonth) {
  /** How long after the customer's last message a business may write freely. */
  public static final Duration WINDOW = Duration.ofHours(24);

  /** Until when the customer service window is open, or was; empty where there never was one. */
  public Optional<Instant> windowUntil() {
    return lastInboundAt.map(time -> time.plus(WINDOW));
  }

  /** Whether it has counted in the month of this time. */
  public boolean isCountedIn(LocalDate month) {
    return countedMonth.filter(month::equals).isPresent();
  }

  /** The month for which the plan counts at this time. */
  public static LocalDate monthOf(Instant now) {
    return YearMonth.from(now.atOffset(ZoneOffset.UTC)).atDay(1);
  }
}
