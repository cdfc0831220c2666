package rasl.db;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;

/** A process that starts a server, stores a row, and waits to be killed. */
final class EmbeddedPostgresHolder {
  static final String STORED = "stored";

  private EmbeddedPostgresHolder() {}

  @SuppressWarnings("resource") // it is killed, never closed: that is what it is for
  public static void main(String[] arguments) throws Exception {
    DatabaseSettings settings = EmbeddedPostgres.start(Path.of(arguments[0])).settings();
    var connection =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    connection.createStatement().execute("create table kept as select 1 as id");
    System.out.println(STORED);
    new CountDownLatch(1).await();
  }
}
