package rasl.people;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import rasl.http.WebOrigin;
import rasl.refusal.Refusal;

/**
 * What passkeys are bound to: the name of the server's host, and the origin of its pages (WebAuthn,
 * section 13.4.9).
 *
 * @param id the relying party's id: the host's name alone
 * @param origin such as {@code https://rasl.example.com}
 */
record PasskeySite(String id, String origin) {
  private static final String LOCAL = "localhost";

  /**
   * The site of a server.
   *
   * @throws rasl.refusal.RefusedException {@code Conflict} with the reason where browsers offer no
   *     passkeys there
   */
  static PasskeySite of(URI publicUrl) {
    whyNot(publicUrl)
        .ifPresent(
            reason -> {
              throw new Refusal.OfPeople.Conflict(reason).thrown();
            });
    return new PasskeySite(host(publicUrl), WebOrigin.of(publicUrl));
  }

  /** Why browsers offer no passkeys at a URL; empty where they do. */
  static Optional<String> whyNot(URI publicUrl) {
    String host = host(publicUrl);
    if (isAddress(host)) {
      return Optional.of(
          "Passkeys are bound to a host's name, and "
              + host
              + " is an IP address: set RASL_PUBLIC_URL to a URL with a name");
    }
    boolean local = host.equals(LOCAL) || host.endsWith("." + LOCAL);
    return local || "https".equalsIgnoreCase(publicUrl.getScheme())
        ? Optional.empty()
        : Optional.of(
            "Browsers offer passkeys only over https: set RASL_PUBLIC_URL to a URL that begins"
                + " with https://");
  }

  private static String host(URI url) {
    return Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
  }

  /** As the URL standard tells them: IPv6 in brackets, IPv4 by a last part that is a number. */
  private static boolean isAddress(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return host.isEmpty() || host.startsWith("[") || last.matches("[0-9]+|0x[0-9a-f]*");
  }
}
