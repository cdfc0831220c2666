package rasl.shop.order;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whoever buys.
 *
 * @param id null for a guest
 * @param phones as they were written, the likeliest first
 * @param country ISO 3166 code, upper case, of the address
 * @param language a language tag, such as {@code ar}
 */
public record Customer(
    @Nullable String id,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String email,
    List<String> phones,
    @Nullable String country,
    @Nullable String language) {
  public Customer {
    phones = List.copyOf(phones);
  }
}
