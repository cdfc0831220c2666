package rasl.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation.
 *
 * @param prefix how many leading bits of an address must equal those of {@code address}
 */
public record Network(InetAddress address, int prefix) {
  private static final Pattern IP4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. Names are not looked up: an
   * answer of the name server must not decide whom we trust.
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    try {
      var address = literal(slash < 0 ? text : text.substring(0, slash));
      int bits = address.getAddress().length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
      return prefix < 0 || prefix > bits
          ? Optional.empty()
          : Optional.of(new Network(address, prefix));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * Reads an IP address as people write it, never a name.
   *
   * @throws IllegalArgumentException for anything else, the short forms of IPv4 among it
   */
  public static InetAddress literal(String text) {
    if (text.indexOf(':') < 0 && !IP4.matcher(text).matches()) {
      throw new IllegalArgumentException("no IP address");
    }
    return InetAddress.ofLiteral(text);
  }

  /** The address of 4 or 16 bytes. */
  static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
    }
  }

  /** Whether the address lies in this network; one of the other family never does. */
  public boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
