package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.TenantId;

/** Encrypts what endpoints must not show, bound to its tenant, endpoint and column. */
final class EndpointSecrets {
  private static final String TABLE = "webhook";
  private static final String SECRET = "secret_sealed";
  private static final String FORMER = "former_secret_sealed";
  private static final String HEADERS = "headers_sealed";

  private final Sealer sealer;

  EndpointSecrets(Sealer sealer) {
    this.sealer = sealer;
  }

  byte[] seal(TenantId tenant, long id, SigningSecret secret) {
    return seal(tenant, id, SECRET, secret.text().getBytes(StandardCharsets.UTF_8));
  }

  byte[] sealFormer(TenantId tenant, long id, SigningSecret secret) {
    return seal(tenant, id, FORMER, secret.text().getBytes(StandardCharsets.UTF_8));
  }

  /** Null where there are none. */
  byte @Nullable [] seal(TenantId tenant, long id, StaticHeaders headers) {
    return headers.values().isEmpty() ? null : seal(tenant, id, HEADERS, headers.bytes());
  }

  SigningSecret secret(TenantId tenant, long id, byte[] sealed) {
    return secret(open(tenant, id, SECRET, sealed));
  }

  SigningSecret former(TenantId tenant, long id, byte[] sealed) {
    return secret(open(tenant, id, FORMER, sealed));
  }

  StaticHeaders headers(TenantId tenant, long id, byte @Nullable [] sealed) {
    return sealed == null
        ? StaticHeaders.NONE
        : StaticHeaders.of(open(tenant, id, HEADERS, sealed));
  }

  /** For encrypting anew when the key changes. */
  List<SealedColumn> columns() {
    return List.of(column(SECRET), column(FORMER), column(HEADERS));
  }

  private SealedColumn column(String name) {
    return new SealedColumn(
        TABLE,
        List.of("tenant_id", "id"),
        name,
        sealer,
        key -> context(key.getFirst(), key.getLast(), name));
  }

  private byte[] seal(TenantId tenant, long id, String column, byte[] plain) {
    return sealer.seal(plain, context(tenant.toString(), String.valueOf(id), column));
  }

  private byte[] open(TenantId tenant, long id, String column, byte[] sealed) {
    Optional<byte[]> plain =
        sealer.open(sealed, context(tenant.toString(), String.valueOf(id), column));
    return plain.orElseThrow(
        () ->
            new IllegalStateException(
                "a secret of webhook " + id + " of tenant " + tenant + " has another key"));
  }

  private static SigningSecret secret(byte[] text) {
    return SigningSecret.parse(new String(text, StandardCharsets.UTF_8)).orElseThrow();
  }

  private static byte[] context(String tenant, String id, String column) {
    return (TABLE + "/" + tenant + "/" + id + "/" + column).getBytes(StandardCharsets.UTF_8);
  }
}
