package rasl.db;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How to reach a PostgreSQL database.
 *
 * @param url a JDBC URL
 * @param user the role that owns the schema and migrates; empty where the URL names it
 * @param password empty where the URL names it or none is needed
 * @param connections most connections that serve transactions at a time
 * @param patience how long a transaction waits for a free connection before it fails as unavailable
 * @param timeZone of the sessions; no result of ours depends on it
 * @param limits of the connections that serve transactions
 */
public record DatabaseSettings(
    String url,
    String user,
    String password,
    int connections,
    Duration patience,
    String timeZone,
    TimeLimits limits) {
  private static final int CONNECTIONS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  public DatabaseSettings {
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1");
    }
    if (!timeZone.matches("[A-Za-z0-9_+/-]+")) {
      throw new IllegalArgumentException("not a time zone: " + timeZone);
    }
  }

  /** Settings with the usual number of connections. */
  public static DatabaseSettings of(String url, String user, String password) {
    return new DatabaseSettings(
        url, user, password, CONNECTIONS, PATIENCE, "UTC", TimeLimits.OF_CALLS);
  }

  /**
   * Reads {@code postgres://user:password@host:port/database?…}, {@code postgresql://…} or {@code
   * jdbc:postgresql:…}.
   *
   * @throws DatabaseSetupException if it is none of these; the message does not repeat the URL,
   *     which may hold a password
   */
  public static DatabaseSettings parse(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return of(url, "", "");
    }
    try {
      var uri = new URI(url);
      boolean known = "postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getRawPath().length() > 1) {
        return of(uri);
      }
    } catch (URISyntaxException _) {
      // its message would repeat the password
    }
    throw new DatabaseSetupException(
        "The database's URL must look like postgres://user:password@host:5432/database");
  }

  public DatabaseSettings withConnections(int number) {
    return new DatabaseSettings(url, user, password, number, patience, timeZone, limits);
  }

  public DatabaseSettings withPatience(Duration limit) {
    return new DatabaseSettings(url, user, password, connections, limit, timeZone, limits);
  }

  public DatabaseSettings withTimeZone(String name) {
    return new DatabaseSettings(url, user, password, connections, patience, name, limits);
  }

  public DatabaseSettings withLimits(TimeLimits others) {
    return new DatabaseSettings(url, user, password, connections, patience, timeZone, others);
  }

  /** Without the password, and without a URL that may hold one. */
  @Override
  public String toString() {
    return "DatabaseSettings[user=" + user + ", connections=" + connections + "]";
  }

  private static DatabaseSettings of(URI uri) {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    int colon = user.indexOf(':');
    return of(
        "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query,
        decoded(colon < 0 ? user : user.substring(0, colon)),
        decoded(colon < 0 ? "" : user.substring(colon + 1)));
  }

  private static String decoded(String text) {
    // A plus sign stands for itself here, unlike in a form.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
