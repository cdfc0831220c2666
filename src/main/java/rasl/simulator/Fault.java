package rasl.simulator;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A misbehaviour that was asked for: it befalls the next messages that match.
 *
 * @param call what it befalls: {@code messages}, {@code read}, {@code media}, {@code download},
 *     {@code templates} or {@code numbers}
 * @param to digits of the recipient; empty matches all
 * @param httpStatus of the answer; 0 where none was given
 * @param code Meta's error code; {@link #NO_CODE} where none was given, for 0 is one of Meta's
 * @param subcode of the error; 0 for none
 * @param isTransient whether the error says so of itself; null where it says nothing
 * @param times how many messages it befalls
 * @param delayMs how long the answer is held back, in real milliseconds
 */
record Fault(
    String call,
    String to,
    int httpStatus,
    int code,
    int subcode,
    @Nullable Boolean isTransient,
    int times,
    long delayMs,
    Drop drop) {
  static final String MESSAGES = "messages";
  static final int NO_CODE = -1;

  Fault {
    call = Objects.requireNonNullElse(call, MESSAGES);
  }

  /** Whether the connection is cut instead of answering, and on which side of acceptance. */
  enum Drop {
    NO,
    BEFORE,
    AFTER
  }

  boolean matches(String called, String recipient) {
    return call.equals(called) && (to.isEmpty() || to.equals(recipient));
  }

  /** Whether the message is accepted, even if the caller gets an error. */
  boolean accepts() {
    return switch (drop) {
      case BEFORE -> false;
      case AFTER -> true;
      case NO -> httpStatus == 200 || (httpStatus == 0 && code == NO_CODE);
    };
  }

  /** The code with which an accepted message fails later; 0 for none. */
  int failsLaterWith() {
    return drop == Drop.NO && httpStatus == 200 ? Math.max(code, 0) : 0;
  }

  Fault usedOnce() {
    return new Fault(call, to, httpStatus, code, subcode, isTransient, times - 1, delayMs, drop);
  }
}
