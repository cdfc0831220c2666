package rasl.shop.order;

import org.jspecify.annotations.Nullable;

/**
 * The sums of an order or a cart, as exact decimals with the digits of their currency.
 *
 * @param currency ISO 4217; empty where the platform does not say it
 */
public record Amounts(
    String currency,
    @Nullable String total,
    @Nullable String subtotal,
    @Nullable String discount,
    @Nullable String shipping,
    @Nullable String tax) {}
