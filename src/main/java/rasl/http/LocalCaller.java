package rasl.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Who may be taken for somebody on this machine. A loopback address alone proves little: a web page
 * reaches it through its visitor's browser, under a host name that it points here, and the world
 * reaches it through a proxy on this machine.
 */
public final class LocalCaller {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?");

  /** What proxies add to a request, in lower case. */
  private static final List<String> OF_PROXIES =
      List.of("x-forwarded-for", "forwarded", "x-real-ip", "via");

  private LocalCaller() {}

  /** Whether a {@code Host} header names this machine itself. */
  public static boolean namesThisMachine(Optional<String> host) {
    return LOOPBACK.matcher(host.orElse("").toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Whether a call from a loopback address names this machine, and came through no proxy.
   *
   * @param header gives the call's headers, names in lower case
   */
  static boolean isOne(Function<String, Optional<String>> header) {
    return namesThisMachine(header.apply("host"))
        && OF_PROXIES.stream().allMatch(name -> header.apply(name).isEmpty());
  }
}
