package rasl.webhook;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An attempt with what follows from it, as it is stored.
 *
 * @param delivery the row's id
 * @param status of the delivery now
 * @param next when it is tried again, where it waits
 */
record Noted(long delivery, Parcel parcel, Outcome outcome, Status status, Optional<Instant> next) {
  /** Where a delivery stands. */
  enum Status {
    /** It is tried again. */
    WAITING,
    DELIVERED,
    /** Nothing is tried any more; it can be replayed. */
    EXHAUSTED,
    /** It was taken back before it was delivered. */
    CANCELLED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Status> parse(String text) {
      return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst();
    }

    static List<String> texts() {
      return Arrays.stream(values()).map(Status::text).toList();
    }
  }

  /** What follows from an attempt. */
  static Noted of(long delivery, Parcel parcel, Outcome outcome, RetrySchedule schedule) {
    if (outcome.isSuccess()) {
      return new Noted(delivery, parcel, outcome, Status.DELIVERED, Optional.empty());
    }
    Optional<Instant> next =
        parcel.kind() == Parcel.Kind.TEST
            ? Optional.empty()
            : schedule
                .after(parcel.round() + 1, outcome.retryAfter())
                .map(wait -> outcome.at().plus(outcome.took()).plus(wait));
    return new Noted(
        delivery, parcel, outcome, next.isPresent() ? Status.WAITING : Status.EXHAUSTED, next);
  }

  int number() {
    return parcel.attempts() + 1;
  }
}
