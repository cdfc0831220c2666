package rasl.shop.receive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.db.Db;
import rasl.shop.connect.Shop;
import rasl.shop.connect.ShopSecret;
import rasl.shop.connect.ShopStore;

/** Which shop a URL is of. What a tenant changes holds within a second. */
final class Doors {
  private static final Pattern KEY = Pattern.compile("[0-9A-Za-z]{24}");

  private final Db db;
  private final ShopStore store;
  private final Cache<String, Optional<Door>> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(1)).build();

  Doors(Db db, ShopStore store) {
    this.db = db;
    this.store = store;
  }

  /** A shop and what its calls are checked with; without a secret all are refused. */
  record Door(ShopStore.Address address, Shop shop, Optional<ShopSecret> secret) {}

  Optional<Door> find(String key) {
    return KEY.matcher(key).matches() ? known.get(key, this::read) : Optional.empty();
  }

  private Optional<Door> read(String key) {
    return db.inSystem(tx -> store.find(tx, key))
        .flatMap(
            address ->
                db.reading(
                    address.tenant(),
                    tx ->
                        store
                            .find(tx, address.shop())
                            .map(
                                shop ->
                                    new Door(address, shop, store.secret(tx, address.shop())))));
  }
}
