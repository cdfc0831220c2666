package rasl.http;

import java.util.Locale;
import java.util.Optional;
import rasl.crypto.DerivedKey;
import rasl.crypto.Macs;
import rasl.refusal.Refusal;

/**
 * What tells a call of a page of ours from one of another site's. Browsers send a cookie along with
 * both, so a change must bring a header that only those who read the session's answers know, and an
 * {@code Origin} of ours; and a read must not be marked as another site's.
 */
public final class CookieRules {
  /** The header with the text that {@link #csrfToken} makes. */
  public static final String CSRF_HEADER = "X-CSRF-Token";

  private static final String CSRF_HEADER_KEY = CSRF_HEADER.toLowerCase(Locale.ROOT);

  private final WebOrigin origin;
  private final Macs csrf;

  /**
   * @param csrfKey makes the text that a page of ours sends back
   */
  public CookieRules(WebOrigin origin, DerivedKey csrfKey) {
    this.origin = origin;
    this.csrf = new Macs(csrfKey);
  }

  /**
   * What a call with this session must send as {@value #CSRF_HEADER} where it changes something.
   */
  public String csrfToken(SignedIn person) {
    return csrf.hex("session", Long.toString(person.sessionId()));
  }

  /** The cookie that holds the session. */
  public SessionCookie cookie() {
    return origin.cookie();
  }

  /**
   * Refuses a call without a session, such as a sign-in, that a page of another site makes.
   *
   * @throws rasl.refusal.RefusedException {@code CrossSite}
   */
  public void refuseOtherSites(Request request) {
    boolean other =
        request.header("origin").filter(from -> !isOurs(from, request.header("host"))).isPresent();
    if (other || isCrossSite(request.header("sec-fetch-site"))) {
      throw refusal("The call comes from a page of another site");
    }
  }

  /**
   * Refuses a call with a session's cookie that may be another site's.
   *
   * @throws rasl.refusal.RefusedException {@code CrossSite}
   */
  void refuseForged(RawRequest request, SignedIn person) {
    if (isCrossSite(request.header("sec-fetch-site"))) {
      throw refusal("The call comes from a page of another site");
    }
    if (request.isRead()) {
      return;
    }
    if (request.header("origin").filter(from -> isOurs(from, request.header("host"))).isEmpty()) {
      throw refusal("A change with a cookie needs the header Origin: " + origin.text());
    }
    Optional<String> sent = request.header(CSRF_HEADER_KEY);
    if (sent.filter(text -> Macs.constantTimeEquals(text, csrfToken(person))).isEmpty()) {
      throw refusal(
          "A change with a cookie needs the header "
              + CSRF_HEADER
              + " with the session's csrf_token, which GET /api/v2/session tells");
    }
  }

  private boolean isOurs(String from, Optional<String> host) {
    return origin.isOurs(from, host);
  }

  private static boolean isCrossSite(Optional<String> site) {
    return site.filter("cross-site"::equalsIgnoreCase).isPresent();
  }

  private static RuntimeException refusal(String message) {
    return new Refusal.OfPeople.CrossSite(message).thrown();
  }
}
