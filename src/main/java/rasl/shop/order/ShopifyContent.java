package rasl.shop.order;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shopify's Admin REST API: orders, checkouts and customers as its webhooks hold them. */
final class ShopifyContent {
  private ShopifyContent() {}

  static Content read(String topic, Part body) {
    if (topic.startsWith("customers/") && body.text("id").isPresent()) {
      return new Content.OfCustomer(customer(body, body, body.at("default_address")));
    }
    if (topic.startsWith("checkouts/") && body.first("token", "id").isPresent()) {
      return new Content.OfCart(cart(body));
    }
    boolean order = body.at("line_items").isThere() && body.at("financial_status").isThere();
    return order ? new Content.OfOrder(order(body)) : new Content.Other();
  }

  private static Order order(Part body) {
    String currency = Reading.currency(body.text("currency"));
    return new Order(
        body.text("id").orElse(""),
        body.first("name", "order_number", "id").orElse(""),
        status(body),
        customer(body, body.at("customer"), body.at("shipping_address")),
        amounts(body, currency),
        lines(body, currency),
        address(body.at("billing_address")),
        address(body.at("shipping_address")),
        payment(body),
        new Fulfilment(body.orNull("fulfillment_status"), trackings(body)),
        Reading.texts(body.list("discount_codes"), "code"),
        body.orNull("order_status_url"),
        Times.utc(body.text("created_at")),
        Times.utc(body.text("updated_at")));
  }

  /** Shopify has no single one: an order is cancelled, or as far as its money is. */
  private static String status(Part body) {
    return body.text("cancelled_at").isPresent()
        ? "cancelled"
        : Reading.lower(body.text("financial_status"));
  }

  private static Payment payment(Part body) {
    @Nullable String gateways =
        body.list("payment_gateway_names").stream()
            .flatMap(name -> name.text().stream())
            .reduce((one, other) -> one + ", " + other)
            .orElse(body.orNull("gateway"));
    return Payment.of(gateways, gateways, body.orNull("financial_status"));
  }

  private static Cart cart(Part body) {
    String currency = Reading.currency(body.first("currency", "presentment_currency"));
    return new Cart(
        body.first("token", "id").orElse(""),
        customer(body, body.at("customer"), body.at("shipping_address")),
        amounts(body, currency),
        lines(body, currency),
        Reading.texts(body.list("discount_codes"), "code"),
        body.orNull("abandoned_checkout_url"),
        body.text("completed_at").isPresent(),
        Times.utc(body.text("updated_at")));
  }

  private static Customer customer(Part body, Part customer, Part address) {
    Part billing = body.at("billing_address");
    return new Customer(
        customer.orNull("id"),
        first(customer, address, billing, "first_name"),
        first(customer, address, billing, "last_name"),
        body.text("email").or(() -> customer.text("email")).orElse(null),
        Reading.distinct(
            List.of(
                body.text("phone"),
                customer.text("phone"),
                address.text("phone"),
                billing.text("phone"))),
        Reading.country(address.text("country_code").or(() -> billing.text("country_code"))),
        Reading.language(body.text("customer_locale").or(() -> customer.text("locale"))));
  }

  private static @Nullable String first(Part one, Part other, Part third, String name) {
    return Stream.of(one, other, third)
        .flatMap(part -> part.text(name).stream())
        .findFirst()
        .orElse(null);
  }

  private static Amounts amounts(Part body, String currency) {
    Optional<String> shipping = body.at("total_shipping_price_set").at("shop_money").text("amount");
    return new Amounts(
        currency,
        Decimals.amount(body.first("current_total_price", "total_price"), currency),
        Decimals.amount(body.text("subtotal_price"), currency),
        Decimals.amount(body.text("total_discounts"), currency),
        Decimals.amount(shipping, currency),
        Decimals.amount(body.text("total_tax"), currency));
  }

  private static List<Line> lines(Part body, String currency) {
    return Reading.lines(body.list("line_items")).stream()
        .map(
            line ->
                new Line(
                    line.orNull("name", "title"),
                    line.orNull("sku"),
                    line.orNull("quantity"),
                    Decimals.amount(line.text("price"), currency),
                    Decimals.amount(line.text("line_price"), currency)))
        .toList();
  }

  private static @Nullable Address address(Part from) {
    return from.hasFields()
        ? new Address(
            Reading.joined(" ", from.text("first_name"), from.text("last_name")),
            from.orNull("company"),
            Reading.joined(", ", from.text("address1"), from.text("address2")),
            from.orNull("city"),
            from.orNull("province"),
            from.orNull("zip"),
            Reading.country(from.text("country_code")),
            from.orNull("phone"))
        : null;
  }

  private static List<Fulfilment.Tracking> trackings(Part body) {
    return body.list("fulfillments").stream()
        .filter(parcel -> parcel.first("tracking_number", "tracking_url").isPresent())
        .map(
            parcel ->
                new Fulfilment.Tracking(
                    parcel.orNull("tracking_company"),
                    parcel.orNull("tracking_number"),
                    parcel.orNull("tracking_url")))
        .toList();
  }
}
