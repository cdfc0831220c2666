package rasl.shop.order;

import org.jspecify.annotations.Nullable;

/**
 * Where a bill or a parcel goes.
 *
 * @param country ISO 3166 code, upper case, where the platform gives one
 */
public record Address(
    @Nullable String name,
    @Nullable String company,
    @Nullable String street,
    @Nullable String city,
    @Nullable String state,
    @Nullable String zip,
    @Nullable String country,
    @Nullable String phone) {}
