package rasl.http;

import java.net.URI;
import java.time.Duration;

/**
 * The cookie that holds a session. Behind TLS it is {@code Secure}, and its name begins with {@code
 * __Host-}, with which browsers take it from this host alone (RFC 6265bis, 4.1.3.2).
 *
 * @param secure whether the world reaches the server by TLS
 */
public record SessionCookie(boolean secure) {

  /** As the server's own URL says. */
  public static SessionCookie at(URI publicUrl) {
    return new SessionCookie("https".equalsIgnoreCase(publicUrl.getScheme()));
  }

  public String name() {
    return secure ? "__Host-rasl_session" : "rasl_session";
  }

  /** The {@code Set-Cookie} header that gives the cookie to a browser. */
  public String set(String value, Duration maxAge) {
    return name()
        + "="
        + value
        + "; Path=/; Max-Age="
        + maxAge.toSeconds()
        + "; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  /** The {@code Set-Cookie} header that takes it away again. */
  public String clear() {
    return set("", Duration.ZERO);
  }
}
