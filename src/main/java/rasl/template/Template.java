package rasl.template;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message template as WhatsApp has it.
 *
 * @param templateId WhatsApp's id: digits
 * @param category {@code MARKETING}, {@code UTILITY} or {@code AUTHENTICATION}; further ones of
 *     WhatsApp's as they come
 * @param status {@code APPROVED}, {@code PENDING}, {@code REJECTED}; further ones as they come
 * @param rejectedReason WhatsApp's own word, such as {@code INVALID_FORMAT}; null where it is not
 *     rejected
 * @param quality {@code GREEN}, {@code YELLOW} or {@code RED}; null where WhatsApp does not know
 * @param named whether its parameters have names instead of places
 * @param ttlSeconds after which WhatsApp drops an undelivered message; null where it says nothing
 * @param components JSON as WhatsApp gives it
 */
public record Template(
    long id,
    String templateId,
    String name,
    String language,
    String category,
    String status,
    @Nullable String rejectedReason,
    @Nullable String quality,
    boolean named,
    @Nullable Integer ttlSeconds,
    String components,
    Instant createdAt,
    Instant updatedAt) {

  /** Whether it carries a one-time code. */
  public boolean isAuthentication() {
    return category.equals("AUTHENTICATION");
  }

  /** What a send must give. */
  public Compiled compiled() {
    return Compiled.of(components, named);
  }
}
