package rasl.shop.receive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.TenantId;

/** Encrypts what shops bring, bound to tenant and event. */
public final class PayloadSeals {
  private static final String TABLE = "shop_event";
  private static final String COLUMN = "payload_sealed";

  private final Sealer sealer;

  public PayloadSeals(Sealer sealer) {
    this.sealer = sealer;
  }

  byte[] seal(TenantId tenant, long event, byte[] payload) {
    return sealer.seal(payload, context(tenant.toString(), String.valueOf(event)));
  }

  /** Empty where another key sealed it. */
  public Optional<byte[]> open(TenantId tenant, long event, byte[] payload) {
    return sealer.open(payload, context(tenant.toString(), String.valueOf(event)));
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

  private static byte[] context(String tenant, String event) {
    return (TABLE + "/" + tenant + "/" + event + "/" + COLUMN).getBytes(StandardCharsets.UTF_8);
  }
}
