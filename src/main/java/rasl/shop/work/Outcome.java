package rasl.shop.work;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.shop.order.Content;

/**
 * What becomes of an event.
 *
 * @param reason why, as a sentence
 * @param contact whom it is about
 */
record Outcome(Status status, Optional<String> reason, Content content, Optional<Long> contact) {

  /** What became of an event. */
  enum Status {
    WAITING,
    DONE,
    /** Nothing was to be done. */
    IGNORED,
    FAILED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> texts() {
      return Stream.of(values()).map(Status::text).toList();
    }
  }

  static Outcome ignored(Content content, String reason) {
    return new Outcome(Status.IGNORED, Optional.of(reason), content, Optional.empty());
  }

  static Outcome failed(Content content, String reason) {
    return new Outcome(Status.FAILED, Optional.of(reason), content, Optional.empty());
  }

  static Outcome done(Content content) {
    return new Outcome(Status.DONE, Optional.empty(), content, Optional.empty());
  }
}
