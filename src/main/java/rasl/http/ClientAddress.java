package rasl.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a call really came from. {@code X-Forwarded-For} is believed only from trusted proxies, and
 * of it the rightmost address that is not a trusted proxy's: what stands left of it, anyone could
 * have written.
 */
final class ClientAddress {
  private final Networks trustedProxies;

  ClientAddress(Networks trustedProxies) {
    this.trustedProxies = trustedProxies;
  }

  String of(RawRequest request) {
    List<String> hops = new ArrayList<>();
    for (String header : request.headers().getOrDefault("x-forwarded-for", List.of())) {
      hops.addAll(Arrays.asList(header.split(",", -1)));
    }
    String address = request.remoteAddress();
    while (trustedProxies.contains(address) && !hops.isEmpty()) {
      String next = plain(hops.removeLast().strip());
      if (Networks.address(next).isEmpty()) {
        return address;
      }
      address = next;
    }
    return address;
  }

  /** Some proxies write brackets around IPv6 and a port behind the address. */
  private static String plain(String hop) {
    if (hop.startsWith("[")) {
      int end = hop.indexOf(']');
      return end < 0 ? hop : hop.substring(1, end);
    }
    int colon = hop.indexOf(':');
    return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }
}
