package rasl.shop.order;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How an order is paid.
 *
 * @param method the platform's own name
 * @param title as the customer saw it
 * @param cashOnDelivery whether whoever brings the parcel takes the money
 */
public record Payment(
    @Nullable String method,
    @Nullable String title,
    boolean cashOnDelivery,
    @Nullable String status) {

  static Payment of(@Nullable String method, @Nullable String title, @Nullable String status) {
    return new Payment(method, title, isCash(method) || isCash(title), status);
  }

  private static boolean isCash(@Nullable String text) {
    if (text == null) {
      return false;
    }
    String plain = text.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ').strip();
    return plain.equals("cod")
        || plain.endsWith(" cod")
        || plain.startsWith("cod ")
        || plain.contains("(cod)")
        || plain.contains("cash on delivery")
        || plain.contains("الدفع عند الاستلام")
        || plain.contains("الدفع عند الإستلام");
  }
}
