package rasl.simulator;

import java.util.Objects;

/**
 * A misbehaviour that was asked for: it befalls the next messages that match.
 *
 * @param call what it befalls: {@code messages}, {@code media}, {@code download}, {@code templates}
 *     or {@code numbers}
 * @param to digits of the recipient; empty matches all
 * @param httpStatus of the answer; 0 where none was given
 * @param code Meta's error code; 0 where none was given
 * @param times how many messages it befalls
 * @param delayMs how long the answer is held back, in real milliseconds
 */
record Fault(String call, String to, int httpStatus, int code, int times, long delayMs, Drop drop) {
  static final String MESSAGES = "messages";

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

  /** The message is taken, whatever the caller gets to see of it. */
  boolean accepts() {
    return switch (drop) {
      case BEFORE -> false;
      case AFTER -> true;
      case NO -> httpStatus == 200 || (httpStatus == 0 && code == 0);
    };
  }

  /** The code with which an accepted message fails later; 0 for none. */
  int failsLaterWith() {
    return drop == Drop.NO && httpStatus == 200 ? code : 0;
  }

  Fault usedOnce() {
    return new Fault(call, to, httpStatus, code, times - 1, delayMs, drop);
  }
}
