package rasl.shop.order;

import java.util.Optional;

/** What a payload is about. */
public sealed interface Content {
  record OfOrder(Order order) implements Content {}

  record OfCart(Cart cart) implements Content {}

  record OfCustomer(Customer customer) implements Content {}

  /** Something else, such as a product or a deletion; it can still be mapped by paths. */
  record Other() implements Content {}

  /** As the API writes it. */
  default String kind() {
    return switch (this) {
      case OfOrder _ -> "order";
      case OfCart _ -> "cart";
      case OfCustomer _ -> "customer";
      case Other _ -> "other";
    };
  }

  /** Whom it is about. */
  default Optional<Customer> person() {
    return switch (this) {
      case OfOrder(Order order) -> Optional.of(order.customer());
      case OfCart(Cart cart) -> Optional.of(cart.customer());
      case OfCustomer(Customer customer) -> Optional.of(customer);
      case Other _ -> Optional.empty();
    };
  }

  /** The order; empty where it is about none. */
  default Optional<Order> ofOrder() {
    return this instanceof OfOrder(Order order) ? Optional.of(order) : Optional.empty();
  }
}
