package rasl.shop.order;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Zid's webhooks: the order, cart or customer itself, or in {@code payload} or {@code data}. */
final class ZidContent {
  private ZidContent() {}

  static Content read(String topic, Part whole) {
    Part body = inside(whole);
    if (topic.startsWith("abandoned_cart") && body.first("id", "cart_id").isPresent()) {
      return new Content.OfCart(cart(topic, body));
    }
    if (topic.startsWith("customer.") && body.text("id").isPresent()) {
      return new Content.OfCustomer(customer(body, new Part(body.node().path("none"))));
    }
    boolean order =
        body.text("id").isPresent()
            && (body.at("order_status").isThere() || body.at("order_total").isThere());
    return order ? new Content.OfOrder(order(body)) : new Content.Other();
  }

  private static Part inside(Part whole) {
    for (String name : List.of("payload", "data", "order")) {
      if (whole.at(name).hasFields()) {
        return whole.at(name);
      }
    }
    return whole;
  }

  private static Order order(Part body) {
    String currency = Reading.currency(body.first("currency_code", "currency"));
    Part status = body.at("order_status");
    Part method = body.at("payment").at("method");
    Part address = body.at("shipping").at("address");
    return new Order(
        body.text("id").orElse(""),
        body.first("code", "invoice_number", "id").orElse(""),
        Reading.lower(status.first("code", "name").or(status::text)),
        customer(body.at("customer"), address),
        new Amounts(
            currency, Decimals.amount(body.text("order_total"), currency), null, null, null, null),
        lines(body, currency),
        null,
        address(address),
        Payment.of(method.orNull("code"), method.orNull("name"), body.orNull("payment_status")),
        new Fulfilment(null, trackings(body.at("shipping").at("method"))),
        Reading.distinct(List.of(body.at("coupon").text("code"))),
        body.orNull("order_url"),
        Times.utc(body.text("created_at")),
        Times.utc(body.text("updated_at")));
  }

  private static Cart cart(String topic, Part body) {
    String currency = Reading.currency(body.first("currency_code", "currency"));
    Part customer = body.at("customer");
    return new Cart(
        body.first("id", "cart_id").orElse(""),
        customer.hasFields()
            ? customer(customer, new Part(body.node().path("none")))
            : flatCustomer(body),
        new Amounts(
            currency,
            Decimals.amount(body.first("cart_total", "total"), currency),
            null,
            null,
            null,
            null),
        lines(body, currency),
        Reading.distinct(List.of(body.at("coupon").text("code"))),
        body.orNull("url", "checkout_url"),
        topic.equals("abandoned_cart.completed"),
        Times.utc(body.text("updated_at")));
  }

  private static Customer flatCustomer(Part body) {
    Optional<String> whole = body.text("customer_name");
    return new Customer(
        body.orNull("customer_id"),
        Reading.firstName(whole).orElse(null),
        Reading.lastName(whole).orElse(null),
        body.orNull("customer_email"),
        Reading.distinct(List.of(phone(body.text("customer_mobile")))),
        null,
        null);
  }

  private static Customer customer(Part customer, Part address) {
    Optional<String> whole = customer.text("name");
    return new Customer(
        customer.orNull("id"),
        customer.text("first_name").or(() -> Reading.firstName(whole)).orElse(null),
        customer.text("last_name").or(() -> Reading.lastName(whole)).orElse(null),
        customer.orNull("email"),
        Reading.distinct(List.of(phone(customer.first("mobile", "telephone")))),
        Reading.country(
            address.at("country").text("code").or(() -> customer.at("country").text("code"))),
        Reading.language(customer.text("language")));
  }

  /** Digits with the country code, without a plus; a local number begins with 0. */
  private static Optional<String> phone(Optional<String> mobile) {
    return mobile.map(
        number ->
            number.length() >= 11
                    && number.chars().allMatch(Character::isDigit)
                    && !number.startsWith("0")
                ? "+" + number
                : number);
  }

  private static List<Line> lines(Part body, String currency) {
    return Reading.lines(body.list("products")).stream()
        .map(
            product ->
                new Line(
                    product
                        .text("name")
                        .or(() -> product.at("name").first("ar", "en"))
                        .orElse(null),
                    product.orNull("sku"),
                    product.orNull("quantity"),
                    Decimals.amount(product.first("net_price", "price"), currency),
                    Decimals.amount(product.text("total"), currency)))
        .toList();
  }

  private static @Nullable Address address(Part from) {
    return from.hasFields()
        ? new Address(
            from.orNull("name"),
            null,
            Reading.joined(", ", from.text("street"), from.text("district")),
            from.at("city").text("name").or(() -> from.text("city")).orElse(null),
            null,
            from.orNull("postal_code"),
            Reading.country(from.at("country").text("code")),
            from.orNull("phone"))
        : null;
  }

  private static List<Fulfilment.Tracking> trackings(Part method) {
    Part tracking = method.at("tracking");
    return tracking.first("number", "url").isPresent()
        ? List.of(
            new Fulfilment.Tracking(
                method.orNull("courier", "name"),
                tracking.orNull("number"),
                tracking.orNull("url")))
        : List.of();
  }
}
