package rasl.tenant;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import rasl.db.TenantId;

/**
 * A tenant as it is seen by itself and by operators.
 *
 * @param subdomain a DNS label, unique in the installation
 */
public record Account(
    TenantId id, String subdomain, Status status, Instant createdAt, Subscription subscription) {

  /** Whether a tenant may call. */
  public enum Status {
    ACTIVE,
    /** Its calls are refused; what comes in is still stored. */
    SUSPENDED,
    /** It is being deleted, and does not come back. */
    DELETING;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As it is stored and answered. */
    public String text() {
      return text;
    }

    static Status of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The plan that it has.
   *
   * @param planId empty where it has none
   */
  public record Subscription(
      Optional<Long> planId,
      Optional<String> planName,
      Optional<Instant> expiresAt,
      Optional<Instant> cancelledAt) {

    /** {@code active}, {@code expired} or {@code cancelled}. */
    public String statusAt(Instant now) {
      if (cancelledAt.isPresent()) {
        return "cancelled";
      }
      return expiresAt.filter(end -> !now.isBefore(end)).isPresent() ? "expired" : "active";
    }
  }
}
