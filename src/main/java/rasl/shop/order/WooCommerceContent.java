package rasl.shop.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** WooCommerce's REST API, version 3: orders and customers as its webhooks hold them. */
final class WooCommerceContent {
  private WooCommerceContent() {}

  static Content read(String topic, Part body) {
    if (topic.startsWith("customer.") && body.at("email").isThere()) {
      return new Content.OfCustomer(customer(body, Optional.empty()));
    }
    boolean order = body.at("line_items").isThere() && body.text("id").isPresent();
    return order ? new Content.OfOrder(order(body)) : new Content.Other();
  }

  private static Order order(Part body) {
    String currency = Reading.currency(body.text("currency"));
    Part payment = body.at("payment_method");
    return new Order(
        body.text("id").orElse(""),
        body.first("number", "id").orElse(""),
        Reading.lower(body.text("status")),
        customer(body, body.text("customer_id").filter(id -> !id.equals("0"))),
        amounts(body, currency),
        lines(body, currency),
        address(body.at("billing")),
        address(body.at("shipping")),
        Payment.of(
            payment.text().orElse(null),
            body.orNull("payment_method_title"),
            body.first("date_paid_gmt", "date_paid").isPresent() ? "paid" : "unpaid"),
        new Fulfilment(null, trackings(body)),
        Reading.texts(body.list("coupon_lines"), "code"),
        body.orNull("payment_url"),
        Times.utc(body.first("date_created_gmt")),
        Times.utc(body.first("date_modified_gmt")));
  }

  private static Customer customer(Part body, Optional<String> customerId) {
    Part billing = body.at("billing");
    Part shipping = body.at("shipping");
    boolean order = body.at("line_items").isThere();
    return new Customer(
        order ? customerId.orElse(null) : body.orNull("id"),
        first(order ? Optional.empty() : body.text("first_name"), "first_name", billing, shipping),
        first(order ? Optional.empty() : body.text("last_name"), "last_name", billing, shipping),
        billing.text("email").or(() -> body.text("email")).orElse(null),
        Reading.distinct(List.of(billing.text("phone"), shipping.text("phone"))),
        Reading.country(billing.text("country").or(() -> shipping.text("country"))),
        Reading.language(meta(body, "wpml_language", "_wpml_language", "pll_language", "lang")));
  }

  private static @Nullable String first(
      Optional<String> own, String name, Part billing, Part shipping) {
    return own.or(() -> billing.text(name)).or(() -> shipping.text(name)).orElse(null);
  }

  private static Optional<String> meta(Part body, String... keys) {
    List<String> wanted = List.of(keys);
    return body.list("meta_data").stream()
        .filter(meta -> wanted.contains(meta.text("key").orElse("")))
        .flatMap(meta -> meta.text("value").stream())
        .findFirst();
  }

  private static Amounts amounts(Part body, String currency) {
    return new Amounts(
        currency,
        Decimals.amount(body.text("total"), currency),
        null,
        Decimals.amount(body.text("discount_total"), currency),
        Decimals.amount(body.text("shipping_total"), currency),
        Decimals.amount(body.text("total_tax"), currency));
  }

  private static List<Line> lines(Part body, String currency) {
    return Reading.lines(body.list("line_items")).stream()
        .map(
            line ->
                new Line(
                    line.orNull("name", "parent_name"),
                    line.orNull("sku"),
                    line.orNull("quantity"),
                    Decimals.amount(line.text("price"), currency),
                    Decimals.amount(line.text("total"), currency)))
        .toList();
  }

  /** Null where nothing is filled in, as in the shipping address of what is not shipped. */
  private static @Nullable Address address(Part from) {
    var address =
        new Address(
            Reading.joined(" ", from.text("first_name"), from.text("last_name")),
            from.orNull("company"),
            Reading.joined(", ", from.text("address_1"), from.text("address_2")),
            from.orNull("city"),
            from.orNull("state"),
            from.orNull("postcode"),
            Reading.country(from.text("country")),
            from.orNull("phone"));
    return address.equals(new Address(null, null, null, null, null, null, null, null))
        ? null
        : address;
  }

  /** As the plugin WooCommerce Shipment Tracking writes them. */
  private static List<Fulfilment.Tracking> trackings(Part body) {
    var trackings = new ArrayList<Fulfilment.Tracking>();
    for (Part meta : body.list("meta_data")) {
      if (meta.text("key").orElse("").equals("_wc_shipment_tracking_items")) {
        for (Part item : meta.list("value")) {
          trackings.add(
              new Fulfilment.Tracking(
                  item.orNull("tracking_provider", "custom_tracking_provider"),
                  item.orNull("tracking_number"),
                  item.orNull("custom_tracking_link", "formatted_tracking_link")));
        }
      }
    }
    return trackings;
  }
}
