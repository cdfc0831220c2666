package rasl.shop.connect;

import java.util.Optional;

/**
 * Where a shop sells.
 *
 * @param country ISO 3166 code, upper case: how its customers' phones are read that name no country
 *     and whose address names none; empty for the tenant's
 * @param timeZone an id of the IANA database; empty for the tenant's
 */
public record Place(Optional<String> country, Optional<String> timeZone) {}
