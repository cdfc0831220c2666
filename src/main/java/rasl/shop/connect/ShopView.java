package rasl.shop.connect;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shop as answers and the audit show it: not its secret, which is shown once.
 *
 * @param url to be entered in the shop's settings
 */
record ShopView(
    long id,
    String name,
    String platform,
    String verification,
    @Nullable String signatureHeader,
    @Nullable String username,
    boolean hasSecret,
    String url,
    @Nullable String defaultCountry,
    @Nullable String timeZone,
    String currencyDisplay,
    List<Long> groups,
    boolean enabled,
    Instant createdAt,
    Instant updatedAt) {

  static ShopView of(Shop shop, String publicUrl) {
    ShopSettings settings = shop.settings();
    return new ShopView(
        shop.id(),
        settings.name(),
        shop.platform().text(),
        settings.verification().text(),
        settings.signatureHeader().orElse(null),
        settings.username().orElse(null),
        shop.hasSecret(),
        publicUrl + "/hooks/shops/" + shop.key(),
        settings.place().country().orElse(null),
        settings.place().timeZone().orElse(null),
        settings.currencyDisplay().text(),
        settings.groups(),
        settings.enabled(),
        shop.createdAt(),
        shop.updatedAt());
  }
}
