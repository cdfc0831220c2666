package rasl.shop.connect;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import rasl.audit.Audit;
import rasl.crypto.Sealer;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.named.NamedRecords;
import rasl.tenant.TenantStore;

/** Puts the shops themselves together. */
public final class ConnectModule {
  private final ShopSecrets secrets;
  private final ShopStore store;
  private final ShopApi api;

  /**
   * What it stands on.
   *
   * @param publicUrl the base of the URLs that are entered in shops
   */
  public record Ground(
      Db db,
      TenantStore tenants,
      NamedRecords groups,
      Audit audit,
      Lists lists,
      Supplier<String> publicUrl,
      Surroundings surroundings) {
    Clock clock() {
      return surroundings.clock();
    }

    SecureRandom random() {
      return surroundings.random();
    }
  }

  /** What the server gives to many rooms. */
  public record Surroundings(Clock clock, SecureRandom random) {}

  /**
   * @param sealer of secrets
   */
  public ConnectModule(Ground ground, Sealer sealer) {
    secrets = new ShopSecrets(sealer);
    store = new ShopStore(secrets);
    api =
        new ShopApi(
            ground.db(),
            new Shops(store, ground.tenants(), ground.groups(), ground.clock(), ground.random()),
            store,
            ground.lists(),
            new ShopChanges(ground.audit()),
            ground.publicUrl());
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** For the inner rooms that work for a shop. */
  public ShopStore store() {
    return store;
  }

  /** What is stored encrypted. */
  public List<SealedColumn> sealedColumns() {
    return secrets.columns();
  }
}
