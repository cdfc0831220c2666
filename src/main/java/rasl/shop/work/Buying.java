package rasl.shop.work;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.contact.Buyer;
import rasl.contact.Buyers;
import rasl.contact.Contact;
import rasl.db.TenantTx;
import rasl.shop.connect.Shop;
import rasl.shop.order.Address;
import rasl.shop.order.Content;
import rasl.shop.order.Customer;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;

/**
 * The contacts of those who buy: made of orders and of customers, whose source is the shop, and
 * completed by them. A cart makes nobody, since nothing was bought.
 */
final class Buying {
  private final Buyers buyers;
  private final TenantStore tenants;
  private final Clock clock;

  Buying(Buyers buyers, TenantStore tenants, Clock clock) {
    this.buyers = buyers;
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * The contact that an event is about; empty where no phone can be read, or nobody has it and
   * nobody is made.
   *
   * @throws rasl.refusal.RefusedException where the plan's limit of contacts is reached
   */
  Optional<Contact> contact(TenantTx tx, Shop shop, Content content) {
    TenantSettings settings = tenants.settings(tx);
    var ways =
        new Buyers.Ways(
            shop.settings().name(),
            shop.settings().groups(),
            shop.settings().place().country().orElse(settings.country()));
    return switch (content) {
      case Content.OfOrder(var order) ->
          meet(tx, buyer(order.customer(), order.shipping(), order.billing()), ways, settings);
      case Content.OfCustomer(var customer) ->
          meet(tx, buyer(customer, null, null), ways, settings);
      case Content.OfCart(var cart) ->
          buyers.find(tx, buyer(cart.customer(), null, null), ways, settings);
      case Content.Other _ -> Optional.empty();
    };
  }

  private Optional<Contact> meet(
      TenantTx tx, Buyer buyer, Buyers.Ways ways, TenantSettings settings) {
    return buyers.meet(tx, buyer, ways, settings, clock.instant());
  }

  private static Buyer buyer(
      Customer customer, @Nullable Address shipping, @Nullable Address billing) {
    Optional<Address> home =
        Stream.of(shipped(shipping), shipped(billing)).flatMap(Optional::stream).findFirst();
    return new Buyer(
        phones(customer, shipping, billing),
        Optional.ofNullable(customer.country()),
        Optional.ofNullable(customer.firstName()),
        Optional.ofNullable(customer.lastName()),
        Optional.ofNullable(customer.email()),
        home.map(Buying::home).orElse(Buyer.Home.NONE));
  }

  /** An address without a street and a city is none. */
  private static Optional<Address> shipped(@Nullable Address address) {
    return Optional.ofNullable(address).filter(a -> a.street() != null || a.city() != null);
  }

  private static List<String> phones(
      Customer customer, @Nullable Address shipping, @Nullable Address billing) {
    return Stream.concat(
            customer.phones().stream(),
            Stream.of(Optional.ofNullable(billing), Optional.ofNullable(shipping))
                .flatMap(Optional::stream)
                .flatMap(address -> Stream.ofNullable(address.phone())))
        .distinct()
        .toList();
  }

  private static Buyer.Home home(Address address) {
    return new Buyer.Home(
        Optional.ofNullable(address.company()),
        Optional.ofNullable(address.street()),
        Optional.ofNullable(address.city()),
        Optional.ofNullable(address.state()),
        Optional.ofNullable(address.zip()));
  }
}
