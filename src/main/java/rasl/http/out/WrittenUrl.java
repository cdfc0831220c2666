package rasl.http.out;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.config.Network;

/**
 * A URL whose notation leaves no doubt where it leads. What two readers could read in two ways,
 * such as {@code http://0x7f.1}, is refused: we check the one reading, and somebody else calls the
 * other.
 *
 * @param host in lower case, without brackets, and without the dot that may end a name
 * @param address where the host is written as an address
 */
record WrittenUrl(URI uri, String host, Optional<InetAddress> address) {
  private static final int MAX_LENGTH = 2048;
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\\.[a-z0-9_][a-z0-9_-]{0,62})*");

  /** Resolvers and browsers take a name that ends so for a number, and that for an address. */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  private static final Pattern UNDERSCORED =
      Pattern.compile("([A-Za-z0-9._-]*_[A-Za-z0-9._-]*)(?::([0-9]{1,5}))?");

  private static final Pattern IP4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

  /** What is wrong with a URL, as {@link Verdict.Refused} has it. */
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongException(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  /** A URL that this server may call. */
  static WrittenUrl parse(String text) throws WrongException {
    URI uri = checked(text);
    return of(uri, host(Optional.ofNullable(uri.getHost()), uri.getPort()));
  }

  /**
   * A URL that others call: its host may have an underscore, as those of S3's buckets do, which
   * Java's URI takes for no host at all.
   */
  static WrittenUrl parseForOthers(String text) throws WrongException {
    URI uri = checked(text);
    Matcher authority = UNDERSCORED.matcher(String.valueOf(uri.getRawAuthority()));
    if (uri.getHost() != null || !authority.matches()) {
      return of(uri, host(Optional.ofNullable(uri.getHost()), uri.getPort()));
    }
    int port = authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2));
    return of(uri, host(Optional.of(authority.group(1)), port));
  }

  private static String host(Optional<String> host, int port) throws WrongException {
    if (host.isEmpty() || port == 0 || port > 65_535) {
      throw new WrongException(
          "must name a host as a plain name or IP address (names in other scripts as xn--…)");
    }
    return host.get().toLowerCase(Locale.ROOT);
  }

  private static URI checked(String text) throws WrongException {
    if (text.length() > MAX_LENGTH) {
      throw new WrongException("must not have more than " + MAX_LENGTH + " characters");
    }
    URI uri = uri(text);
    String scheme = uri.getScheme();
    if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
      throw new WrongException("must begin with http:// or https://");
    }
    if (uri.getRawUserInfo() != null || holdsCredentials(uri.getRawAuthority())) {
      throw new WrongException("must not hold a user name or password");
    }
    return uri;
  }

  private static URI uri(String text) throws WrongException {
    boolean clean = text.chars().noneMatch(c -> c <= ' ' || c == 0x7f || c == '\\');
    try {
      if (clean) {
        return new URI(text);
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw new WrongException("must be a valid URL");
  }

  private static boolean holdsCredentials(@Nullable String authority) {
    return authority != null && authority.indexOf('@') >= 0;
  }

  private static WrittenUrl of(URI uri, String host) throws WrongException {
    if (host.startsWith("[")) {
      return new WrittenUrl(uri, host, Optional.of(ip6(host.substring(1, host.length() - 1))));
    }
    if (ENDS_IN_NUMBER.matcher(host).matches() || host.matches(".*[0-9]\\.$")) {
      if (!IP4.matcher(host).matches()) {
        throw new WrongException(
            "must write an IP address as four plain numbers, such as 192.0.2.1");
      }
      return new WrittenUrl(uri, host, Optional.of(Network.literal(host)));
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (!NAME.matcher(name).matches()) {
      throw new WrongException("must name a host as a plain name or IP address");
    }
    return new WrittenUrl(uri, name, Optional.empty());
  }

  /** Neither with IPv4's dots in it nor with a zone. */
  private static InetAddress ip6(String text) throws WrongException {
    try {
      if (text.indexOf('.') < 0 && text.indexOf('%') < 0) {
        InetAddress address = Network.literal(text);
        if (address.getAddress().length == 16) {
          return address;
        }
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw new WrongException(
        "must write an IPv6 address plainly, and none that carries an IPv4 one");
  }
}
