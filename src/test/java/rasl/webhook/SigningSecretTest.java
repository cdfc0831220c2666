package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import rasl.crypto.Macs;

/** Which secrets a tenant may bring, and what their keys are. */
class SigningSecretTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

  private static String encoded(int bytes) {
    return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
  }

  @Test
  void thoseOfStandardWebhooksHold24To64Bytes() {
    for (int bytes : List.of(24, 25, 32, 64)) {
      assertThat(SigningSecret.parse(encoded(bytes))).isPresent();
    }
    for (int bytes : List.of(0, 16, 23, 65, 100)) {
      assertThat(SigningSecret.parse(encoded(bytes))).isEmpty();
    }
    assertThat(SigningSecret.parse("whsec_this is no base64 at all, but long")).isEmpty();
  }

  @Test
  void othersHave16To255CharactersWhichAreTheKeyOfBothSignatures() {
    for (String wrong : List.of("", "x".repeat(15), "x".repeat(256), "a\nb".repeat(8))) {
      assertThat(SigningSecret.parse(wrong)).isEmpty();
    }
    for (String right : List.of("x".repeat(16), "x".repeat(255), "\uD83D\uDD11".repeat(16))) {
      SigningSecret secret = SigningSecret.parse(right).orElseThrow();
      byte[] key = right.getBytes(StandardCharsets.UTF_8);
      byte[] signed = "evt_1.5.{}".getBytes(StandardCharsets.UTF_8);
      assertThat(secret.hex(BODY))
          .isEqualTo(java.util.HexFormat.of().formatHex(Macs.hmacSha256(key, BODY)));
      assertThat(secret.standard("evt_1", 5, BODY))
          .isEqualTo("v1," + Base64.getEncoder().encodeToString(Macs.hmacSha256(key, signed)));
      assertThat(secret.toString()).isEqualTo("[REDACTED]");
    }
  }
}
