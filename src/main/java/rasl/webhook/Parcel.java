package rasl.webhook;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * What is delivered in one POST: an event, several received messages of one conversation, or a
 * sample.
 *
 * @param delivery the row's id; empty before the first attempt was noted
 * @param position of the event in the feed; empty for what is none
 * @param id the same in every attempt
 * @param resource in whose order it is delivered
 * @param attempts how many there were in all
 * @param round how many there were since it began, or was replayed
 * @param json in the n8n format
 */
record Parcel(
    OptionalLong delivery,
    OptionalLong position,
    Kind kind,
    String id,
    String type,
    Occurrence.Resource resource,
    int attempts,
    int round,
    byte[] json) {
  /** What a delivery carries. */
  enum Kind {
    EVENT,
    BATCH,
    TEST;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An event that was not attempted yet. */
  static Parcel of(Occurrence event) {
    return new Parcel(
        OptionalLong.empty(),
        OptionalLong.of(event.position()),
        Kind.EVENT,
        event.id(),
        event.type(),
        event.resource(),
        0,
        0,
        event.json());
  }

  /** Whether nothing of it is stored yet: what follows of its resource waits for it. */
  boolean isFirst() {
    return delivery.isEmpty();
  }
}
