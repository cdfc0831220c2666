package rasl.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Makes a JDBC URL of what people have: that, or the form that libpq and hosters use. */
final class DatabaseUrl {
  static final String RULE =
      "must be a PostgreSQL URL: postgresql://user:password@host:5432/database or"
          + " jdbc:postgresql://host:5432/database?user=…&password=…";

  private static final String JDBC = "jdbc:postgresql://";

  private DatabaseUrl() {}

  static Optional<Secret> parse(String text) {
    if (text.startsWith(JDBC)) {
      return text.length() > JDBC.length() ? Optional.of(new Secret(text)) : Optional.empty();
    }
    try {
      var url = new URI(text);
      boolean ours = "postgresql".equals(url.getScheme()) || "postgres".equals(url.getScheme());
      boolean whole = url.getHost() != null && url.getRawPath().length() > 1;
      return ours && whole ? Optional.of(new Secret(jdbc(url))) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static String jdbc(URI url) {
    var jdbc = new StringBuilder(JDBC).append(url.getHost());
    if (url.getPort() >= 0) {
      jdbc.append(':').append(url.getPort());
    }
    jdbc.append(url.getRawPath());
    char joint = '?';
    if (url.getRawQuery() != null) {
      jdbc.append(joint).append(url.getRawQuery());
      joint = '&';
    }
    String user = url.getRawUserInfo();
    if (user != null) {
      // A plus is itself before the @, but a blank behind the question mark.
      String[] parts = user.replace("+", "%2B").split(":", 2);
      jdbc.append(joint).append("user=").append(parts[0]);
      if (parts.length > 1) {
        jdbc.append("&password=").append(parts[1].replace("&", "%26"));
      }
    }
    return jdbc.toString();
  }
}
