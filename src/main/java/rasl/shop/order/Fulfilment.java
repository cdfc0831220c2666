package rasl.shop.order;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the parcels of an order are. */
public record Fulfilment(@Nullable String status, List<Tracking> trackings) {
  public Fulfilment {
    trackings = List.copyOf(trackings);
  }

  /** One parcel. */
  public record Tracking(@Nullable String carrier, @Nullable String number, @Nullable String url) {}
}
