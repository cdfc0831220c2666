package rasl.shop.order;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Salla's webhooks: {@code {event, merchant, created_at, data}}. */
final class SallaContent {
  private SallaContent() {}

  static Content read(String topic, Part body) {
    Part data = body.at("data");
    if (topic.startsWith("abandoned.cart") && data.text("id").isPresent()) {
      return new Content.OfCart(cart(topic, data, body));
    }
    if (topic.startsWith("customer.") && data.text("id").isPresent()) {
      return new Content.OfCustomer(customer(data, new Part(data.node().path("none"))));
    }
    // A change of the status is an entry of the order's history, with the order inside.
    Part order = data.at("order").hasFields() ? data.at("order") : data;
    boolean isOrder =
        (topic.startsWith("order.") || topic.startsWith("shipment."))
            && order.text("id").isPresent();
    return isOrder ? new Content.OfOrder(order(order, data, body)) : new Content.Other();
  }

  private static Order order(Part order, Part data, Part body) {
    String currency =
        Reading.currency(
            order
                .text("currency")
                .or(() -> order.at("total").text("currency"))
                .or(() -> order.at("amounts").at("total").text("currency")));
    Part shipping = order.at("shipping");
    return new Order(
        order.text("id").orElse(""),
        order.first("reference_id", "id").orElse(""),
        status(order, data),
        customer(order.at("customer"), shipping),
        amounts(order, currency),
        lines(order, currency),
        null,
        address(shipping.at("address"), shipping.at("receiver")),
        Payment.of(
            order.orNull("payment_method"),
            order.orNull("payment_method"),
            order.orNull("payment_status")),
        new Fulfilment(null, trackings(order, data)),
        Reading.distinct(List.of(order.at("coupon").text("code"))),
        order.at("urls").orNull("customer"),
        Times.ofPhp(order.at("date")),
        Times.utc(body.text("created_at")));
  }

  /** The status may be a text, an object, or one that the shop has named by itself. */
  private static String status(Part order, Part data) {
    Part status = data.at("status").isThere() ? data.at("status") : order.at("status");
    return Reading.lower(
        status
            .first("slug", "name")
            .or(() -> status.at("customized").text("slug"))
            .or(status::text));
  }

  private static Cart cart(String topic, Part data, Part body) {
    String currency =
        Reading.currency(data.at("total").text("currency").or(() -> data.text("currency")));
    return new Cart(
        data.text("id").orElse(""),
        customer(data.at("customer"), data.at("shipping")),
        new Amounts(
            currency,
            Decimals.amount(data.at("total").text("amount"), currency),
            Decimals.amount(data.at("subtotal").text("amount"), currency),
            Decimals.amount(data.at("total_discount").text("amount"), currency),
            null,
            null),
        lines(data, currency),
        Reading.distinct(List.of(data.at("coupon").text("code"))),
        data.orNull("checkout_url"),
        topic.equals("abandoned.cart.purchased")
            || data.text("status").filter("purchased"::equals).isPresent(),
        Times.utc(body.text("created_at")));
  }

  private static Customer customer(Part customer, Part shipping) {
    Optional<String> whole = customer.first("full_name", "name");
    return new Customer(
        customer.orNull("id"),
        customer.text("first_name").or(() -> Reading.firstName(whole)).orElse(null),
        customer.text("last_name").or(() -> Reading.lastName(whole)).orElse(null),
        customer.orNull("email"),
        Reading.distinct(List.of(phone(customer), shipping.at("receiver").text("phone"))),
        Reading.country(
            customer
                .first("country_code", "country")
                .or(() -> shipping.at("address").text("country_code"))),
        Reading.language(customer.first("language", "lang", "locale")));
  }

  /**
   * In two parts, of which the code may have its plus or not, and be left out in a whole number.
   */
  private static Optional<String> phone(Part customer) {
    Optional<String> mobile = customer.first("mobile", "phone");
    Optional<String> code = customer.text("mobile_code").map(text -> text.replaceAll("[^0-9]", ""));
    if (mobile.isEmpty() || code.isEmpty() || code.get().isEmpty()) {
      return mobile;
    }
    String number = mobile.get();
    boolean whole =
        number.startsWith("+")
            || number.startsWith("00")
            || (number.startsWith(code.get()) && number.length() > 10);
    return Optional.of(whole ? number : "+" + code.get() + number.replaceFirst("^0", ""));
  }

  private static Amounts amounts(Part order, String currency) {
    Part amounts = order.at("amounts");
    return new Amounts(
        currency,
        amount(amounts.at("total"), order.at("total"), currency),
        Decimals.amount(amounts.at("sub_total").text("amount"), currency),
        null,
        Decimals.amount(amounts.at("shipping_cost").text("amount"), currency),
        Decimals.amount(amounts.at("tax").at("amount").text("amount"), currency));
  }

  private static @Nullable String amount(Part one, Part other, String currency) {
    return Decimals.amount(
        one.text("amount").or(() -> other.text("amount")).or(other::text), currency);
  }

  private static List<Line> lines(Part from, String currency) {
    return Reading.lines(from.list("items")).stream()
        .map(
            item ->
                new Line(
                    item.text("name").or(() -> item.at("product").text("name")).orElse(null),
                    item.orNull("sku"),
                    item.orNull("quantity"),
                    Decimals.amount(
                        item.at("amounts").at("price_without_tax").text("amount"), currency),
                    amount(item.at("amounts").at("total"), item.at("total"), currency)))
        .toList();
  }

  private static @Nullable Address address(Part from, Part receiver) {
    return from.hasFields()
        ? new Address(
            receiver.orNull("name"),
            null,
            from.orNull("shipping_address", "street_number", "street"),
            from.orNull("city"),
            from.orNull("district", "block"),
            from.orNull("postal_code"),
            Reading.country(from.first("country_code")),
            receiver.orNull("phone"))
        : null;
  }

  private static List<Fulfilment.Tracking> trackings(Part order, Part data) {
    Part shipment = order.at("shipping").at("shipment");
    Part own = data.first("tracking_link", "tracking_number").isPresent() ? data : shipment;
    return own.first("tracking_link", "tracking_number").isPresent()
        ? List.of(
            new Fulfilment.Tracking(
                order
                    .at("shipping")
                    .text("company")
                    .or(() -> own.text("courier_name"))
                    .orElse(null),
                own.orNull("tracking_number"),
                own.orNull("tracking_link")))
        : List.of();
  }
}
