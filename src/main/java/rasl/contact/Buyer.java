package rasl.contact;

import java.util.List;
import java.util.Optional;

/**
 * What a shop says of somebody who buys there; none of it was checked.
 *
 * @param phones as they were written, the likeliest first
 * @param country ISO 3166 code, upper case, of the address
 */
public record Buyer(
    List<String> phones,
    Optional<String> country,
    Optional<String> firstname,
    Optional<String> lastname,
    Optional<String> email,
    Home home) {

  /** Where somebody lives. */
  public record Home(
      Optional<String> company,
      Optional<String> street,
      Optional<String> city,
      Optional<String> state,
      Optional<String> zip) {
    /** Nothing is known of it. */
    public static final Home NONE =
        new Home(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  public Buyer {
    phones = List.copyOf(phones);
  }
}
