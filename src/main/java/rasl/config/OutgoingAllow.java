package rasl.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The addresses that may be called although they are not public, because the operator says so.
 *
 * @param networks of addresses
 * @param hosts in lower case: a name, or {@code *.} and what names below it end in
 */
public record OutgoingAllow(List<Network> networks, List<String> hosts) {
  /** Only public addresses. */
  public static final OutgoingAllow NONE = new OutgoingAllow(List.of(), List.of());

  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.)?[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*", Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  public OutgoingAllow {
    networks = List.copyOf(networks);
    hosts = List.copyOf(hosts);
  }

  /** A host of the list, or empty where the text can be none. */
  static Optional<String> host(String text) {
    return HOST.matcher(text).matches() && !NUMBERS.matcher(text).matches()
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  public boolean allows(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * @param host in lower case
   */
  public boolean allows(String host) {
    return hosts.stream()
        .anyMatch(
            allowed ->
                allowed.startsWith("*.")
                    ? host.endsWith(allowed.substring(1))
                    : host.equals(allowed));
  }
}
