package rasl.whatsapp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What will be heard of a message, and when. */
final class StatusPlan {
  private static final Duration DUPLICATE_AFTER = Duration.ofMillis(40);

  private final SimulatorTimings timings;
  private final RandomGenerator random;

  StatusPlan(SimulatorTimings timings, RandomGenerator random) {
    this.timings = timings;
    this.random = random;
  }

  /** Numbers that end in 0000 are nobody's. */
  static boolean isNotOnWhatsApp(String digits) {
    return digits.endsWith("0000");
  }

  /** The statuses of a message that was accepted now; it fails where {@code error} is not 0. */
  List<Update> statuses(Instant now, int error, WebhookSwitches switches, LongSupplier ids) {
    Duration delay = Duration.ofMillis(switches.delayMs());
    List<Update> updates = new ArrayList<>();
    if (error != 0) {
      updates.add(update(ids, Update.Kind.FAILED, now.plus(timings.sent()), delay, error));
    } else {
      updates.add(update(ids, Update.Kind.SENT, now.plus(timings.sent()), delay, 0));
      if (!switches.skipDelivered()) {
        updates.add(update(ids, Update.Kind.DELIVERED, now.plus(timings.delivered()), delay, 0));
      }
      updates.add(update(ids, Update.Kind.READ, now.plus(timings.read()), delay, 0));
    }
    List<Update> ordered = switches.shuffle() ? shuffled(updates) : updates;
    return switches.duplicate() ? doubled(ordered, ids) : ordered;
  }

  /** A customer's message goes out at once. */
  List<Update> inbound(Instant now, WebhookSwitches switches, LongSupplier ids) {
    Duration delay = Duration.ofMillis(switches.delayMs());
    List<Update> updates = List.of(update(ids, Update.Kind.INBOUND, now, delay, 0));
    return switches.duplicate() ? doubled(updates, ids) : updates;
  }

  private static Update update(
      LongSupplier ids, Update.Kind kind, Instant at, Duration delay, int error) {
    return new Update(ids.getAsLong(), kind, at, at.plus(delay), error);
  }

  /**
   * The same updates, going out at each other's times and never all in their own order. Each keeps
   * the time at which it happened.
   */
  private List<Update> shuffled(List<Update> updates) {
    if (updates.size() < 2) {
      return updates;
    }
    List<Update> order = new ArrayList<>(updates);
    while (order.equals(updates)) {
      Collections.shuffle(order, random);
    }
    List<Update> result = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Update update = order.get(i);
      result.add(
          new Update(
              update.id(), update.kind(), update.at(), updates.get(i).due(), update.errorCode()));
    }
    return result;
  }

  private static List<Update> doubled(List<Update> updates, LongSupplier ids) {
    List<Update> result = new ArrayList<>(updates);
    for (Update update : updates) {
      Instant again = update.due().plus(DUPLICATE_AFTER);
      result.add(
          new Update(ids.getAsLong(), update.kind(), update.at(), again, update.errorCode()));
    }
    return result;
  }
}
