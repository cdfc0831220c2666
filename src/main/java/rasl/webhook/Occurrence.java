package rasl.webhook;

import java.time.Instant;

/**
 * An event of the feed, as deliveries need it.
 *
 * @param position of the tenant's feed
 * @param id such as {@code evt_1765549800_…}, the same for every reader
 * @param json the whole event in the n8n format, in UTF-8
 */
record Occurrence(
    long position,
    String id,
    String type,
    String resourceType,
    long resourceId,
    Instant at,
    byte[] json) {

  /** What deliveries are kept in order by. */
  Resource resource() {
    return new Resource(resourceType, resourceId);
  }

  /** Something that events happen to. */
  record Resource(String type, long id) {}
}
