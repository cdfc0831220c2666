package rasl.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rasl.testkit.PreparedPostgres;

/** The embedded server: durable, closed to strangers, and back after every kind of death. */
@Tag("process")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class EmbeddedPostgresTest {
  @TempDir private Path folder;

  @Test
  void keepsItsDataOverARestartAndIsDurable() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      execute(postgres, "create table kept (id int)");
      assertThat(text(postgres, "show fsync")).isEqualTo("on");
      assertThat(text(postgres, "show synchronous_commit")).isEqualTo("on");
      assertThat(text(postgres, "show full_page_writes")).isEqualTo("on");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(text(postgres, "select count(*) from kept")).isEqualTo("0");
      assertThat(
              text(postgres, "select datlocprovider::text || datlocale from pg_database limit 1"))
          .isEqualTo("bC.UTF-8");
    }
  }

  @Test
  void letsNobodyInWithoutThePasswordWhichOnlyItsOwnerReads() throws Exception {
    PreparedPostgres.into(folder);
    try (EmbeddedPostgres postgres = OpenPostgres.start(folder)) {
      assertThat(
              text(
                  OpenPostgres.superuser(postgres, "postgres"),
                  "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
          .isEqualTo("scram-sha-256");
      String url = postgres.settings().url();
      assertThatThrownBy(() -> DriverManager.getConnection(url, "rasl", "guess"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("postgres/password"))))
          .isEqualTo("rw-------");
    }
  }

  /** A data folder of an earlier version has a superuser with the owner's password. */
  @Test
  void nobodyLogsInAsSuperuserAlsoOnAnOlderDataFolder() throws Exception {
    PreparedPostgres.into(folder);
    try (EmbeddedPostgres postgres = OpenPostgres.start(folder)) {
      assertThat(text(OpenPostgres.superuser(postgres, "postgres"), "select 1")).isEqualTo("1");
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThatThrownBy(() -> connect(OpenPostgres.superuser(postgres, "rasl")))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("authentication failed");
      assertThat(text(postgres, "select rolcanlogin from pg_roles where rolname = 'postgres'"))
          .isEqualTo("f");
    }
  }

  @Test
  void ownerOfTheDatabaseIsNoSuperuser() throws Exception {
    PreparedPostgres.into(folder);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(
              text(
                  postgres,
                  """
                  select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
                  from pg_roles where rolname = current_user
                  """))
          .isEqualTo("f");
    }
  }

  @Test
  void secondStartOnTheSameFolderIsRefusedAndNamesTheHolder() throws Exception {
    PreparedPostgres.into(folder);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      var rights = Files.getPosixFilePermissions(folder.resolve("postgres"));
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
          .isInstanceOf(DatabaseSetupException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      assertThat(postgres.isRunning()).isTrue();
      assertThat(Files.getPosixFilePermissions(folder.resolve("postgres")))
          .as("the running server's account still passes through")
          .isEqualTo(rights);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void childrenKnowNothingOfOurEnvironment() throws Exception {
    PreparedPostgres.into(folder);
    Process other = anotherThatRunsAServer();
    try {
      for (ProcessHandle child : other.children().toList()) {
        String environment = Files.readString(Path.of("/proc/" + child.pid() + "/environ"));
        assertThat(environment.split("\0"))
            .as("%s", child.info().command())
            .isNotEmpty()
            .allMatch(entry -> entry.matches("(?s)(PATH|LANG|TZ)=.*"));
      }
      assertThat(other.children()).as("PostgreSQL and its watchdog").hasSize(2);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void serverEndsWithTheProcessThatStartedIt() throws Exception {
    PreparedPostgres.into(folder);
    Process other = anotherThatRunsAServer();
    ProcessHandle server = ProcessHandle.of(serversProcess()).orElseThrow();
    other.destroyForcibly().waitFor();
    server.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(cluster().resolve("postmaster.pid")).as("it stopped in order").doesNotExist();
  }

  @Test
  void serverThatWasLeftRunningIsReplacedByTheNextStart() throws Exception {
    PreparedPostgres.into(folder);
    Process other = anotherThatRunsAServer();
    long left = serversProcess();
    other.children().filter(child -> child.pid() != left).forEach(ProcessHandle::destroyForcibly);
    other.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(left)).hasValueSatisfying(it -> assertThat(it.isAlive()).isTrue());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(text(postgres, "select count(*) from kept")).isEqualTo("1");
      assertThat(serversProcess()).isNotEqualTo(left);
    }
  }

  @Test
  void killedServerRecoversAtTheNextStart() throws Exception {
    PreparedPostgres.into(folder);
    var told = new CountDownLatch(1);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      postgres.onUnexpectedExit(told::countDown);
      execute(postgres, "create table kept (id int)");
      ProcessHandle.of(serversProcess()).orElseThrow().destroyForcibly();
      told.await();
      assertThat(postgres.isRunning()).isFalse();
    }
    assertThat(cluster().resolve("postmaster.pid")).exists();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(text(postgres, "select count(*) from kept")).isEqualTo("0");
    }
  }

  @Test
  void fileThatNamesAnUnrelatedProcessHarmsNobody() throws Exception {
    PreparedPostgres.into(folder);
    EmbeddedPostgres.start(folder).close();
    Process stranger = new ProcessBuilder("tail", "-f", "/dev/null").start();
    try {
      Files.writeString(
          cluster().resolve("postmaster.pid"),
          stranger.pid() + "\n" + cluster() + "\n1\n5432\n\n\n   1  1\nready   \n");
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
        assertThat(postgres.isRunning()).isTrue();
        assertThat(stranger.isAlive()).isTrue();
      }
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void startThatWasCutShortIsTakenUpAgain() throws Exception {
    Files.createDirectories(folder.resolve("postgres/data.unfinished/base"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
      assertThat(text(postgres, "select 1")).isEqualTo("1");
    }
    assertThat(folder.resolve("postgres/data.unfinished")).doesNotExist();
  }

  private Path cluster() {
    return folder.toAbsolutePath().resolve("postgres/data");
  }

  private long serversProcess() {
    return PostmasterFile.read(cluster()).orElseThrow().pid();
  }

  /** Another JVM, with secrets in its environment, that has started a server and stored a row. */
  private Process anotherThatRunsAServer() throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedPostgresHolder.class.getName(),
                folder.toString()));
    builder.environment().put("RASL_SECRET_KEY", "not for PostgreSQL");
    builder.environment().put("PGDATA", "/nowhere");
    Process other = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var said = other.inputReader();
    assertThat(said.lines().anyMatch(EmbeddedPostgresHolder.STORED::equals)).isTrue();
    return other;
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres.settings());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(EmbeddedPostgres postgres, String sql) throws SQLException {
    return text(postgres.settings(), sql);
  }

  private static String text(DatabaseSettings settings, String sql) throws SQLException {
    try (Connection connection = connect(settings);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(DatabaseSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }
}
