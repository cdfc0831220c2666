package rasl.job;

import java.util.Arrays;
import java.util.Optional;

/**
 * The lanes of work that goes out through a business number. An earlier lane goes first whenever it
 * has something; the last keeps a tenth.
 */
public enum Lane {
  /** One-time codes: a person waits for them in order to sign in. */
  CODE(1),
  /** Messages for which somebody waits: those of waiting requests, and replies. */
  REPLY(2),
  /** Everything else, such as broadcasts. */
  BULK(3);

  private final int number;

  Lane(int number) {
    this.number = number;
  }

  /** As the job table has it; 0 there is work in no lane. */
  int number() {
    return number;
  }

  static Optional<Lane> numbered(int number) {
    return Arrays.stream(values()).filter(lane -> lane.number == number).findFirst();
  }
}
