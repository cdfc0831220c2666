package rasl.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import rasl.config.Network;

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
        .filter(read -> networks.stream().anyMatch(network -> network.contains(read)))
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
        .map(InetAddress::getAddress)
        .filter(bytes -> bytes.length == 16)
        .map(bytes -> HexFormat.of().formatHex(bytes, 0, 8))
        .orElse(address);
  }

  /** Whether a text is an IP address. */
  public static boolean isAddress(String text) {
    return address(text).isPresent();
  }

  /** Reads an IP address, never a name: nothing is looked up. */
  static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(Network.literal(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
