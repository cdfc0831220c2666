package rasl.shop.receive;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import rasl.crypto.Macs;
import rasl.shop.connect.ShopSecret;

/** What a call brings to show whose it is; the body passes through it while it arrives. */
interface Proof {
  /** Takes in the next piece of the raw body. */
  void update(byte[] piece);

  /** Whether the caller is the shop; asked once, after the last piece. */
  boolean holds();

  /** One that was compared already. */
  static Proof shown(boolean right) {
    return new Proof() {
      @Override
      public void update(byte[] piece) {}

      @Override
      public boolean holds() {
        return right;
      }
    };
  }

  /** A base64 HMAC-SHA256 of the raw body. */
  static Proof base64(ShopSecret secret, String signature) {
    return signed(new PlainMac(secret.text()), signature, Base64.getEncoder()::encodeToString);
  }

  /** A hex HMAC-SHA256 of the raw body. */
  static Proof hex(ShopSecret secret, String signature) {
    return signed(
        new PlainMac(secret.text()), signature.toLowerCase(Locale.ROOT), HexFormat.of()::formatHex);
  }

  /** WooCommerce's: base64, of the body without the blanks around it, under a decoded secret. */
  static Proof ofWooCommerce(ShopSecret secret, String signature) {
    return signed(
        new TrimmedMac(HtmlText.decoded(secret.text())),
        signature,
        Base64.getEncoder()::encodeToString);
  }

  private static Proof signed(RunningMac mac, String theirs, Encoding encoding) {
    return new Proof() {
      @Override
      public void update(byte[] piece) {
        mac.update(piece);
      }

      @Override
      public boolean holds() {
        return Macs.constantTimeEquals(encoding.text(mac.end()), theirs);
      }
    };
  }

  /** How the bytes of a signature are written. */
  @FunctionalInterface
  interface Encoding {
    String text(byte[] mac);
  }

  /** A signature that is made while the body arrives. */
  interface RunningMac {
    void update(byte[] piece);

    byte[] end();
  }

  /** Of every byte. */
  final class PlainMac implements RunningMac {
    private final Macs.Running mac;

    PlainMac(String secret) {
      mac = Macs.hmacSha256(secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void update(byte[] piece) {
      mac.update(piece, piece.length);
    }

    @Override
    public byte[] end() {
      return mac.end();
    }
  }
}
