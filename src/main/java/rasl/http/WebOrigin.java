package rasl.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The origin (RFC 6454) of the pages that may call with a cookie: that of the server's own URL.
 *
 * @param publicUrl known when the server listens
 * @param given whether the operator said it; else a page may also come from any other name by which
 *     this machine is reached without TLS, since then the call and its page name the same host
 */
public record WebOrigin(Supplier<URI> publicUrl, boolean given) {

  /** The origin in words, such as {@code https://rasl.example.com}. */
  String text() {
    return of(publicUrl.get());
  }

  /** The origin of a URL. */
  public static String of(URI url) {
    String origin = url.getScheme() + "://" + url.getAuthority();
    return withoutUsualPort(origin.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether a call's {@code Origin} header names a page of ours.
   *
   * @param host the call's {@code Host} header
   */
  boolean isOurs(String origin, Optional<String> host) {
    String asked = withoutUsualPort(origin.toLowerCase(Locale.ROOT));
    return asked.equals(text())
        || (!given
            && host.map(name -> withoutUsualPort("http://" + name.toLowerCase(Locale.ROOT)))
                .filter(asked::equals)
                .isPresent());
  }

  SessionCookie cookie() {
    return SessionCookie.at(publicUrl.get());
  }

  /** Browsers leave the usual port away. */
  private static String withoutUsualPort(String origin) {
    return origin.replaceFirst("^(http://[^/]*):80$|^(https://[^/]*):443$", "$1$2");
  }
}
