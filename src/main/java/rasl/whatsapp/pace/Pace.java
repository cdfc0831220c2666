package rasl.whatsapp.pace;

import java.time.Duration;

/**
 * How quickly messages may follow each other.
 *
 * @param each the time that a message uses up
 * @param burst how much of that time may be borrowed from the future
 */
public record Pace(Duration each, Duration burst) {
  /** Meta's default for a number, messages in and out together. */
  public static final int STANDARD = 80;

  /** A number that is used in the phone app too. */
  public static final int SHARED_WITH_PHONE = 20;

  /** After Meta's upgrade. */
  public static final int HIGH = 1000;

  /**
   * The longest that a bucket is left alone: ten minutes after error 131048, and up to 4^5 seconds
   * after error 131056. What lies further ahead was written by a wrong clock.
   */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(20);

  /**
   * To one customer: 1 message in 6 seconds, 45 at once. The second less is for messages that are
   * longer on their way than others.
   */
  static final Pace PAIR = new Pace(Duration.ofSeconds(6), Duration.ofSeconds(45 * 6 - 1));

  /**
   * A number's own pace. Half a second's messages may go at once: Meta counts by the second, and
   * some are longer on their way than others.
   */
  static Pace ofNumber(int messagesPerSecond) {
    return new Pace(Duration.ofNanos(1_000_000_000L / messagesPerSecond), Duration.ofMillis(500));
  }

  double eachMillis() {
    return each.toNanos() / 1e6;
  }

  double burstMillis() {
    return burst.toNanos() / 1e6;
  }
}
