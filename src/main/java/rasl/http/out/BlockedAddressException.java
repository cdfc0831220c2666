package rasl.http.out;

import java.io.IOException;

/** A URL that must not be called; the message says why, without naming an address. */
public final class BlockedAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  public BlockedAddressException(String why) {
    super(why);
  }
}
