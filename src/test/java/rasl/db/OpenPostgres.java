package rasl.db;

import java.nio.file.Path;

/** The embedded server with its superuser, to whom tests may log in and the product may not. */
public final class OpenPostgres {
  private OpenPostgres() {}

  public static EmbeddedPostgres start(Path dataFolder) {
    return EmbeddedPostgres.startWithSuperuser(dataFolder);
  }

  /** How to reach a database of such a server as superuser; never for serving. */
  public static DatabaseSettings superuser(EmbeddedPostgres postgres, String database) {
    return postgres.superuserSettings(database);
  }
}
