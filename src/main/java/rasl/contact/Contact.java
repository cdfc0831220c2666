package rasl.contact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person a tenant talks to: the resource as the API and events show it.
 *
 * @param phone {@code +} and digits; null for someone whom WhatsApp knows only by a user id
 * @param type {@code lead}, {@code customer} or {@code guest}
 * @param groupId the groups that the contact is a member of
 */
public record Contact(
    long id,
    String firstname,
    String lastname,
    @Nullable String company,
    String type,
    @Nullable String email,
    @Nullable String phone,
    @Nullable Long statusId,
    @Nullable Long sourceId,
    @Nullable String description,
    @Nullable String city,
    @Nullable String state,
    @Nullable String zip,
    @Nullable String address,
    @Nullable Long countryId,
    @Nullable Long assignedId,
    List<Long> groupId,
    boolean isOptedOut,
    Instant createdAt,
    Instant updatedAt) {
  public Contact {
    groupId = List.copyOf(groupId);
  }
}
