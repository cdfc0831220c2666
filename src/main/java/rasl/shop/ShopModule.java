package rasl.shop;

import java.util.List;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.http.Routes;
import rasl.shop.connect.ConnectModule;
import rasl.shop.connect.ShopSecrets;

/** Puts the room of shops together. */
public final class ShopModule {
  private final ConnectModule connect;

  /**
   * @param sealer of secrets and payloads
   */
  public ShopModule(ConnectModule.Ground ground, Sealer sealer) {
    connect = new ConnectModule(ground, sealer);
  }

  public void addTo(Routes routes) {
    connect.addTo(routes);
  }

  /** What is stored encrypted. */
  public List<SealedColumn> sealedColumns() {
    return connect.sealedColumns();
  }

  /** The same, for who has no module. */
  public static List<SealedColumn> sealedColumns(Sealer sealer) {
    return new ShopSecrets(sealer).columns();
  }
}
