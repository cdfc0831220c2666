package rasl.http.out;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.config.OutgoingAllow;

/**
 * Decides which URLs that people give may be called, so that nobody makes this server knock at
 * doors that only its own network can see: only http and https, no credentials, and only hosts all
 * of whose addresses are public, unless the operator allows them. The check before a call is for a
 * clear word to the caller; what protects is that {@link OutgoingClient} connects to the very
 * addresses that {@link #addresses} lets pass.
 */
public final class AddressGuard {
  /** Why an address that is not public is refused, as the end of a sentence. */
  public static final String NOT_PUBLIC =
      "must not lead to this machine, a private network or another address that is not public";

  /** Names that are never of the public internet (RFC 6761, 6762, 8375, 9476 and ICANN's). */
  private static final List<String> LOCAL_NAMES =
      List.of("localhost", "local", "internal", "home.arpa", "onion", "alt");

  private final OutgoingAllow allow;
  private final Names names;
  private final Optional<Supplier<URI>> trusted;

  public AddressGuard(OutgoingAllow allow) {
    this(allow, new SystemNames(), Optional.empty());
  }

  public AddressGuard(OutgoingAllow allow, Names names) {
    this(allow, names, Optional.empty());
  }

  private AddressGuard(OutgoingAllow allow, Names names, Optional<Supplier<URI>> trusted) {
    this.allow = allow;
    this.names = names;
    this.trusted = trusted;
  }

  /**
   * A guard that also lets pass one host and port which the operator set, such as the simulator's.
   *
   * @param base asked at each check
   */
  public AddressGuard alsoTrusting(Supplier<URI> base) {
    return new AddressGuard(allow, names, Optional.of(base));
  }

  /** Looks at a URL as somebody wrote it; its host is looked up. */
  public Verdict check(String url) {
    try {
      WrittenUrl written = WrittenUrl.parse(url);
      URI uri = written.uri();
      if (isTrusted(written.host(), port(uri))) {
        return new Verdict.Allowed(uri);
      }
      checked(written.host(), written.address());
      return new Verdict.Allowed(uri);
    } catch (WrittenUrl.WrongException e) {
      return new Verdict.Refused(e.why());
    } catch (BlockedAddressException e) {
      return new Verdict.Refused(String.valueOf(e.getMessage()));
    } catch (UnknownHostException _) {
      return new Verdict.NotFound(URI.create(url));
    }
  }

  /**
   * Looks at a URL as somebody wrote it, and asks nobody for its host: for a URL that this server
   * hands on and never calls. A name is judged by itself alone, since an answer, or the time that
   * it takes, would tell which names there are in our own network.
   *
   * @return allowed or refused
   */
  public Verdict checkWritten(String url) {
    try {
      WrittenUrl written = WrittenUrl.parseForOthers(url);
      boolean allowed =
          written
              .address()
              .map(this::mayBeCalled)
              .orElseGet(() -> allow.allows(written.host()) || !isLocalName(written.host()));
      return allowed ? new Verdict.Allowed(written.uri()) : new Verdict.Refused(NOT_PUBLIC);
    } catch (WrittenUrl.WrongException e) {
      return new Verdict.Refused(e.why());
    }
  }

  /**
   * The addresses to which a call may connect.
   *
   * @param host as it stands in a URL
   * @throws BlockedAddressException where it must not be called
   * @throws UnknownHostException where nobody knows it
   */
  List<InetAddress> addresses(String host, int port)
      throws BlockedAddressException, UnknownHostException {
    WrittenUrl written;
    try {
      written = WrittenUrl.parse("http://" + host + ":" + port + "/");
    } catch (WrittenUrl.WrongException e) {
      throw new BlockedAddressException(e.why());
    }
    return isTrusted(written.host(), port)
        ? known(written.host(), written.address())
        : checked(written.host(), written.address());
  }

  /** Every address must do: which of them is taken is chance, and chance can be arranged. */
  private List<InetAddress> checked(String host, Optional<InetAddress> address)
      throws BlockedAddressException, UnknownHostException {
    boolean hostAllowed = address.isEmpty() && allow.allows(host);
    if (!hostAllowed && address.isEmpty() && isLocalName(host)) {
      throw new BlockedAddressException(NOT_PUBLIC);
    }
    List<InetAddress> addresses = known(host, address);
    if (!hostAllowed && !addresses.stream().allMatch(this::mayBeCalled)) {
      throw new BlockedAddressException(NOT_PUBLIC);
    }
    return addresses;
  }

  private List<InetAddress> known(String host, Optional<InetAddress> address)
      throws UnknownHostException {
    return address.isPresent() ? List.of(address.get()) : names.addresses(host);
  }

  private boolean mayBeCalled(InetAddress address) {
    return SpecialAddresses.isPublic(address) || allow.allows(address);
  }

  /** A name without a dot is one of the local network, whatever it is found to be today. */
  private static boolean isLocalName(String host) {
    return host.indexOf('.') < 0
        || LOCAL_NAMES.stream().anyMatch(name -> host.endsWith("." + name));
  }

  private boolean isTrusted(String host, int port) {
    return trusted
        .map(Supplier::get)
        .filter(base -> host.equalsIgnoreCase(base.getHost()) && port == port(base))
        .isPresent();
  }

  private static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
