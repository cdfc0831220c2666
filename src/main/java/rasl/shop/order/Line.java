package rasl.shop.order;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is bought.
 *
 * @param quantity an exact decimal: some things are sold by weight
 * @param price of one
 */
public record Line(
    @Nullable String name,
    @Nullable String sku,
    @Nullable String quantity,
    @Nullable String price,
    @Nullable String total) {}
