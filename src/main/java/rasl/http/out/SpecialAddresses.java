package rasl.http.out;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import rasl.config.Network;

/**
 * The addresses that are not the public internet, by IANA's registries of special-purpose addresses
 * (RFC 6890), and those at which clouds serve machines their secrets.
 */
final class SpecialAddresses {
  private static final List<Network> IP4 =
      networks(
          "0.0.0.0/8", // "this" network, the unspecified address
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT; a cloud's metadata at 100.100.100.200
          "127.0.0.0/8", // loopback
          "168.63.129.16", // a cloud's own services, though the address is public
          "169.254.0.0/16", // link-local; metadata of most clouds at 169.254.169.254
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // relays of 6to4
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and the broadcast address

  /** All that is handed out to the public so far. */
  private static final List<Network> IP6_PUBLIC = networks("2000::/3");

  private static final List<Network> IP6_IN_PUBLIC =
      networks(
          "2001::/23", // protocol assignments: Teredo, which carries IPv4, ORCHID and others
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, which carries IPv4
          "3fff::/20"); // documentation

  private SpecialAddresses() {}

  static boolean isPublic(InetAddress address) {
    if (address.getAddress().length == 4) {
      return !isIn(IP4, address);
    }
    return isIn(IP6_PUBLIC, address) && !isIn(IP6_IN_PUBLIC, address);
  }

  private static boolean isIn(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(text -> Network.parse(text).orElseThrow()).toList();
  }
}
