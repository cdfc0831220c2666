package rasl.shop.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order, whatever platform it comes from. What a platform does not say is null or empty.
 *
 * @param number by which the customer knows it
 * @param status in the platform's own words, in lower case
 * @param url where the customer sees the order, or pays it
 */
public record Order(
    String id,
    String number,
    String status,
    Customer customer,
    Amounts amounts,
    List<Line> lines,
    @Nullable Address billing,
    @Nullable Address shipping,
    Payment payment,
    Fulfilment fulfilment,
    List<String> discountCodes,
    @Nullable String url,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt) {
  public Order {
    lines = List.copyOf(lines);
    discountCodes = List.copyOf(discountCodes);
  }
}
