package rasl.media;

import org.jspecify.annotations.Nullable;

/**
 * A message's file, as people and programs see it.
 *
 * @param status {@code fetching}, {@code stored}, {@code failed} or {@code deleted}
 * @param url under which it can be fetched for a while; null unless it is stored
 * @param mimeType of the stored file; until then what WhatsApp said, null where it said nothing
 * @param filename null where it has none
 * @param size in bytes; null unless it is stored
 * @param failure why it was given up, or not fetched yet; else null
 */
public record MessageFile(
    String status,
    @Nullable String url,
    @Nullable String mimeType,
    @Nullable String filename,
    @Nullable Long size,
    @Nullable String failure) {
  static final String STORED = "stored";
}
