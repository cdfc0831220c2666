package rasl.shop.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cart that is not bought, or was not for a while.
 *
 * @param url where the customer goes on
 * @param completed whether it has become an order
 */
public record Cart(
    String id,
    Customer customer,
    Amounts amounts,
    List<Line> lines,
    List<String> discountCodes,
    @Nullable String url,
    boolean completed,
    @Nullable Instant updatedAt) {
  public Cart {
    lines = List.copyOf(lines);
    discountCodes = List.copyOf(discountCodes);
  }
}
