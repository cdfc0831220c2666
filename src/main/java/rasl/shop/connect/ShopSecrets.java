package rasl.shop.connect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.TenantId;

/** Encrypts the secrets of shops, bound to tenant and shop. */
public final class ShopSecrets {
  private static final String TABLE = "shop";
  private static final String COLUMN = "secret_sealed";

  private final Sealer sealer;

  public ShopSecrets(Sealer sealer) {
    this.sealer = sealer;
  }

  byte[] seal(TenantId tenant, long id, ShopSecret secret) {
    return sealer.seal(
        secret.text().getBytes(StandardCharsets.UTF_8),
        context(tenant.toString(), String.valueOf(id)));
  }

  ShopSecret open(TenantId tenant, long id, byte[] sealed) {
    return sealer
        .open(sealed, context(tenant.toString(), String.valueOf(id)))
        .map(text -> new ShopSecret(new String(text, StandardCharsets.UTF_8)))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the secret of shop " + id + " of tenant " + tenant + " has another key"));
  }

  /** For encrypting with another key when the key changes. */
  public List<SealedColumn> columns() {
    return List.of(
        new SealedColumn(
            TABLE,
            List.of("tenant_id", "id"),
            COLUMN,
            sealer,
            key -> context(key.getFirst(), key.getLast())));
  }

  private static byte[] context(String tenant, String id) {
    return (TABLE + "/" + tenant + "/" + id + "/" + COLUMN).getBytes(StandardCharsets.UTF_8);
  }
}
