package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The statuses that a message will have, and when. */
final class StatusPlan {
  private static final Duration DUPLICATE_AFTER = Duration.ofMillis(40);

  private final SimulatorTimings timings;
  private final RandomGenerator random;

  StatusPlan(SimulatorTimings timings, RandomGenerator random) {
    this.timings = timings;
    this.random = random;
  }

  /** Numbers that end in 0000 are not on WhatsApp. */
  static boolean isNotOnWhatsApp(String digits) {
    return digits.endsWith("0000");
  }

  /** The statuses of a message, before the switches change them. */
  record Course(int error, boolean onlySent, boolean read, boolean played) {}

  /** The statuses of a message that was accepted now; it fails where the error is not 0. */
  List<Update> statuses(Instant now, Course course, WebhookSwitches switches, LongSupplier ids) {
    Duration delay = Duration.ofMillis(switches.delayMs());
    Duration read = timings.read().plusMillis(switches.readDelayMs());
    Instant sent = now.plus(timings.sent());
    List<Update> updates = new ArrayList<>();
    if (course.error() != 0) {
      updates.add(update(ids, Update.Kind.FAILED, sent, delay, course.error()));
    } else {
      updates.add(update(ids, Update.Kind.SENT, sent, delay, 0));
      if (!switches.skipDelivered() && !course.onlySent()) {
        updates.add(update(ids, Update.Kind.DELIVERED, now.plus(timings.delivered()), delay, 0));
      }
      if (course.read() && !switches.skipRead() && !course.onlySent()) {
        updates.add(update(ids, Update.Kind.READ, now.plus(read), delay, 0));
        if (course.played()) {
          Instant played = now.plus(read).plus(timings.delivered());
          updates.add(update(ids, Update.Kind.PLAYED, played, delay, 0));
        }
      }
    }
    List<Update> ordered = switches.shuffle() ? shuffled(updates) : updates;
    return switches.duplicate() ? doubled(ordered, ids) : ordered;
  }

  /** A customer's message goes out at once. */
  List<Update> inbound(Instant now, WebhookSwitches switches, LongSupplier ids) {
    return one(Update.Kind.INBOUND, now, switches, ids);
  }

  /** A notice of something that happens at a time from now on. */
  List<Update> notice(Instant at, WebhookSwitches switches, LongSupplier ids) {
    return one(Update.Kind.NOTICE, at, switches, ids);
  }

  private static List<Update> one(
      Update.Kind kind, Instant at, WebhookSwitches switches, LongSupplier ids) {
    Duration delay = Duration.ofMillis(switches.delayMs());
    List<Update> updates = List.of(update(ids, kind, at, delay, 0));
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
