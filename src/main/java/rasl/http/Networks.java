package rasl.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A list of IP networks, IPv4 and IPv6. */
public record Networks(List<Network> networks) {
  /** No network at all. */
  public static final Networks NONE = new Networks(List.of());

  private static final Networks LOOPBACK = parse("127.0.0.0/8, ::1");

  public Networks {
    networks = List.copyOf(networks);
  }

  /**
   * Reads a comma list of networks such as {@code 10.0.0.0/8, ::1, fd00::/8}; an address alone is a
   * network of one.
   *
   * @throws IllegalArgumentException naming the first part that is no network
   */
  public static Networks parse(String text) {
    List<Network> networks = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        networks.add(
            Network.parse(part.strip())
                .orElseThrow(
                    () -> new IllegalArgumentException(part.strip() + " is no IP network")));
      }
    }
    return new Networks(networks);
  }

  /** Whether a textual IP address is in one of the networks; false for what is no address. */
  public boolean contains(String address) {
    return address(address)
        .filter(bytes -> networks.stream().anyMatch(network -> network.contains(bytes)))
        .isPresent();
  }

  /** Whether a textual IP address is a loopback address. */
  public static boolean isLoopback(String address) {
    return LOOPBACK.contains(address);
  }

  /**
   * What one client can be taken to own: an IPv4 address, or the /64 of an IPv6 address. Other text
   * is given back as it is.
   */
  public static String neighbourhood(String address) {
    return address(address)
        .filter(bytes -> bytes.length == 16)
        .map(bytes -> HexFormat.of().formatHex(bytes, 0, 8))
        .orElse(address);
  }

  /** Reads an IP address, never a name: nothing is looked up. */
  static Optional<byte[]> address(String text) {
    boolean ip6 = text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]{2,45}");
    boolean ip4 = text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    if (!ip4 && !ip6) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /** One network: the first {@code bits} bits of an address. */
  public record Network(byte[] address, int bits) {

    static Optional<Network> parse(String text) {
      int slash = text.indexOf('/');
      String address = slash < 0 ? text : text.substring(0, slash);
      return Networks.address(address)
          .flatMap(
              bytes -> {
                int all = bytes.length * 8;
                return slash < 0
                    ? Optional.of(new Network(bytes, all))
                    : bits(text.substring(slash + 1), all).map(bits -> new Network(bytes, bits));
              });
    }

    private static Optional<Integer> bits(String text, int all) {
      return text.matches("\\d{1,3}") && Integer.parseInt(text) <= all
          ? Optional.of(Integer.parseInt(text))
          : Optional.empty();
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
