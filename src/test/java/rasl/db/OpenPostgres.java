package rasl.db;

import java.nio.file.Path;

/** The embedded server with its superuser, to whom tests may log in and the product may not. */
public final class OpenPostgres {
  private OpenPostgres() {}

  public static EmbeddedPostgres start(Path dataFolder) {
    return EmbeddedPostgres.startWithSuperuser(dataFolder);
  }

  /** Opens a copy of a migrated database: reading the migrations once more would tell nothing. */
  public static Database connect(DatabaseSettings settings) {
    return Database.connect(settings);
  }

  /** How to reach a database of such a server as superuser; never for serving. */
  public static DatabaseSettings superuser(EmbeddedPostgres postgres, String database) {
    return postgres.superuserSettings(database);
  }
}
