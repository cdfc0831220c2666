package rasl.tenant;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a tenant has chosen.
 *
 * @param country ISO 3166 code, upper case: how national phone numbers are read
 * @param contactLimit most contacts; -1 is unlimited, empty is not configured (and not enforced)
 * @param conversationLimit most threads with an outbound message a calendar month, likewise
 * @param storageLimit most bytes of files, likewise
 * @param lacking what the plan does not include
 */
public record TenantSettings(
    String country,
    Optional<Long> defaultSource,
    Optional<Long> defaultStatus,
    DefaultAssignee defaultAssignee,
    WindowPolicy windowPolicy,
    OptionalLong contactLimit,
    OptionalLong conversationLimit,
    OptionalLong storageLimit,
    Set<PlanFeature> lacking,
    ConsentWords consentWords) {

  public TenantSettings {
    lacking = Set.copyOf(lacking);
  }

  /** The contact limit where one is enforced. */
  public OptionalLong enforcedContactLimit() {
    return enforced(contactLimit);
  }

  /** The conversation limit where one is enforced. */
  public OptionalLong enforcedConversationLimit() {
    return enforced(conversationLimit);
  }

  /** The limit of bytes of files where one is enforced. */
  public OptionalLong enforcedStorageLimit() {
    return enforced(storageLimit);
  }

  private static OptionalLong enforced(OptionalLong limit) {
    return limit.isPresent() && limit.getAsLong() >= 0 ? limit : OptionalLong.empty();
  }
}
