package rasl.shop.receive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import rasl.crypto.Macs;

/**
 * The HMAC-SHA256 of what PHP's {@code trim} leaves of a body. Blanks are held back until something
 * comes behind them; of more than a few nobody signs the text without them.
 */
final class TrimmedMac implements Proof.RunningMac {
  private static final int MOST_HELD = 1024;

  private final Macs.Running mac;
  private final byte[] held = new byte[MOST_HELD];
  private int holding;
  private boolean begun;
  private boolean tooMany;

  TrimmedMac(String secret) {
    mac = Macs.hmacSha256(secret.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void update(byte[] piece) {
    int from = 0;
    if (!begun) {
      while (from < piece.length && isBlank(piece[from])) {
        from++;
      }
      begun = from < piece.length;
    }
    int end = piece.length;
    while (end > from && isBlank(piece[end - 1])) {
      end--;
    }
    if (end > from) {
      mac.update(held, holding);
      holding = 0;
      byte[] text = from == 0 ? piece : Arrays.copyOfRange(piece, from, end);
      mac.update(text, end - from);
    }
    hold(piece, end);
  }

  private void hold(byte[] piece, int from) {
    int more = begun ? piece.length - from : 0;
    if (holding + more > MOST_HELD) {
      tooMany = true;
      return;
    }
    System.arraycopy(piece, from, held, holding, more);
    holding += more;
  }

  /** Of another text where too many blanks came: no signature fits. */
  @Override
  public byte[] end() {
    byte[] end = mac.end();
    return tooMany ? new byte[0] : end;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == 0 || b == 0x0B;
  }
}
