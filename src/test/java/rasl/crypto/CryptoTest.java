package rasl.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CryptoTest {
  private static final MasterKey MASTER = new MasterKey(bytes("m".repeat(32)));
  private final SecureRandom random = new SecureRandom();

  @Test
  void sha256AndHmacAreTheStandardOnes() {
    assertThat(hex(Hashes.sha256("abc")))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(hex(Macs.hmacSha256(bytes("Jefe"), bytes("what do ya want for nothing?"))))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void eachPurposeHasItsOwnKeyAndAlwaysTheSame() {
    assertThat(MASTER.derive("a").bytes()).hasSize(32).isEqualTo(MASTER.derive("a").bytes());
    assertThat(MASTER.derive("a").bytes()).isNotEqualTo(MASTER.derive("b").bytes());
    assertThat(MASTER.derive("a")).hasToString("[REDACTED]");
    assertThat(MASTER).hasToString("[REDACTED]");
    assertThatThrownBy(() -> new MasterKey(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fieldsCannotBeShiftedIntoOneAnother() {
    var macs = new Macs(MASTER.derive("test"));
    assertThat(macs.hex("ab", "c")).hasSize(64).isNotEqualTo(macs.hex("a", "bc"));
    assertThat(macs.hex("a", "")).isNotEqualTo(macs.hex("a"));
    assertThat(Macs.constantTimeEquals(macs.mac("a"), macs.mac("a"))).isTrue();
    assertThat(Macs.constantTimeEquals("a", "b")).isFalse();
  }

  @Test
  void whatIsSealedOpensInItsContextOnly() {
    var sealer = new Sealer(MASTER.derive("seal"), random);
    byte[] sealed = sealer.seal(bytes("secret"), bytes("row 1"));
    assertThat(sealer.open(sealed, bytes("row 1"))).contains(bytes("secret"));
    assertThat(sealer.open(sealed, bytes("row 2"))).isEmpty();
    assertThat(sealer.seal(bytes("secret"), bytes("row 1"))).isNotEqualTo(sealed);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(sealer.open(changed, bytes("row 1"))).isEmpty();
    }
    assertThat(sealer.open(new byte[3], bytes("row 1"))).isEmpty();
  }

  @Test
  void anOldKeyStillOpensAfterRotation() {
    var old = new Sealer(1, Map.of(1, MASTER.derive("1")), random);
    byte[] sealed = old.seal(bytes("x"), new byte[0]);
    var both = new Sealer(200, Map.of(1, MASTER.derive("1"), 200, MASTER.derive("2")), random);
    assertThat(both.open(sealed, new byte[0])).contains(bytes("x"));
    byte[] fresh = both.seal(bytes("y"), new byte[0]);
    assertThat(both.open(fresh, new byte[0])).contains(bytes("y"));
    assertThat(old.open(fresh, new byte[0])).isEmpty();
    assertThatThrownBy(() -> new Sealer(2, Map.of(1, MASTER.derive("1")), random))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void base62HasAFixedLength() {
    assertThat(Base62.encode(0, 3)).isEqualTo("000");
    assertThat(Base62.encode(61, 1)).isEqualTo("z");
    assertThat(Base62.encode(62, 2)).isEqualTo("10");
    assertThat(Base62.encode(0xffffffffL, 6)).hasSize(6);
    assertThatThrownBy(() -> Base62.encode(62, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Base62.encode(-1, 11)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenChangedInOnePlaceIsNoToken() {
    String token = Tokens.create(random);
    assertThat(token).matches("rasl_[0-9A-Za-z]{46}");
    assertThat(Tokens.isWellFormed(token)).isTrue();
    assertThat(Tokens.sha256(token)).isEqualTo(Hashes.sha256(token));
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'x' ? 'y' : 'x';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(Tokens.isWellFormed(changed)).as(changed).isFalse();
    }
    assertThat(Tokens.isWellFormed(token + "0")).isFalse();
    assertThat(Tokens.isWellFormed("")).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void aMacOfPiecesIsTheMacOfTheWhole() {
    var macs = new Macs(KeyRing.of(new MasterKey(new byte[32])).derive("pieces"));
    byte[] body = "a body in pieces".getBytes(StandardCharsets.UTF_8);
    Macs.Running running = macs.begin();
    running.field(new byte[] {1, 2});
    running.beginField(body.length);
    running.update(body, 5);
    running.update(Arrays.copyOfRange(body, 5, body.length), body.length - 5);
    assertThat(running.end()).isEqualTo(macs.mac(new byte[] {1, 2}, body));
    Macs.Running plain = Macs.hmacSha256(body);
    plain.update(body, body.length);
    assertThat(plain.end()).isEqualTo(Macs.hmacSha256(body, body));
  }
}
