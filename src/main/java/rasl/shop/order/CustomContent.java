package rasl.shop.order;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shape in which a shop of the tenant's own sends orders: {@code docs/shops/custom.md}. */
final class CustomContent {
  private CustomContent() {}

  static Content read(Part body) {
    if (body.at("cart").hasFields()) {
      return new Content.OfCart(cart(body.at("cart")));
    }
    Part order = body.at("order").hasFields() ? body.at("order") : body;
    boolean isOrder = order.text("id").isPresent() && order.at("customer").hasFields();
    if (isOrder) {
      return new Content.OfOrder(order(order));
    }
    return body.at("customer").hasFields()
        ? new Content.OfCustomer(customer(body.at("customer")))
        : new Content.Other();
  }

  private static Order order(Part order) {
    String currency = Reading.currency(order.text("currency"));
    return new Order(
        order.text("id").orElse(""),
        order.first("number", "id").orElse(""),
        Reading.lower(order.text("status")),
        customer(order.at("customer")),
        amounts(order, currency),
        lines(order, currency),
        address(order.at("billing")),
        address(order.at("shipping")),
        Payment.of(
            order.orNull("payment_method"),
            order.orNull("payment_title"),
            order.orNull("payment_status")),
        new Fulfilment(order.orNull("fulfilment_status"), trackings(order)),
        discountCodes(order),
        order.orNull("url"),
        Times.utc(order.text("created_at")),
        Times.utc(order.text("updated_at")));
  }

  private static Cart cart(Part cart) {
    String currency = Reading.currency(cart.text("currency"));
    return new Cart(
        cart.text("id").orElse(""),
        customer(cart.at("customer")),
        amounts(cart, currency),
        lines(cart, currency),
        discountCodes(cart),
        cart.orNull("url"),
        cart.at("completed").node().asBoolean(false),
        Times.utc(cart.text("updated_at")));
  }

  private static Customer customer(Part customer) {
    Optional<String> whole = customer.text("name");
    return new Customer(
        customer.orNull("id"),
        customer.text("first_name").or(() -> Reading.firstName(whole)).orElse(null),
        customer.text("last_name").or(() -> Reading.lastName(whole)).orElse(null),
        customer.orNull("email"),
        Reading.distinct(List.of(customer.text("phone"))),
        Reading.country(customer.text("country")),
        Reading.language(customer.text("language")));
  }

  private static Amounts amounts(Part from, String currency) {
    return new Amounts(
        currency,
        Decimals.amount(from.text("total"), currency),
        Decimals.amount(from.text("subtotal"), currency),
        Decimals.amount(from.text("discount"), currency),
        Decimals.amount(from.text("shipping_cost"), currency),
        Decimals.amount(from.text("tax"), currency));
  }

  private static List<Line> lines(Part from, String currency) {
    return Reading.lines(from.list("lines")).stream()
        .map(
            line ->
                new Line(
                    line.orNull("name"),
                    line.orNull("sku"),
                    line.orNull("quantity"),
                    Decimals.amount(line.text("price"), currency),
                    Decimals.amount(line.text("total"), currency)))
        .toList();
  }

  private static List<String> discountCodes(Part from) {
    return from.list("discount_codes").stream().flatMap(code -> code.text().stream()).toList();
  }

  private static @Nullable Address address(Part from) {
    return from.hasFields()
        ? new Address(
            from.orNull("name"),
            from.orNull("company"),
            from.orNull("street"),
            from.orNull("city"),
            from.orNull("state"),
            from.orNull("zip"),
            Reading.country(from.text("country")),
            from.orNull("phone"))
        : null;
  }

  private static List<Fulfilment.Tracking> trackings(Part order) {
    return order.list("trackings").stream()
        .map(
            parcel ->
                new Fulfilment.Tracking(
                    parcel.orNull("carrier"), parcel.orNull("number"), parcel.orNull("url")))
        .toList();
  }
}
