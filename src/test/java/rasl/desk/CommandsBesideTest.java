package rasl.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.CommandLineInProcess;
import rasl.CommandLineInProcess.Ran;
import rasl.TestApp;
import rasl.db.Database;
import rasl.db.DatabaseSettings;
import rasl.db.DatabaseSetupException;
import rasl.testkit.TestDatabase;

/** A command is a guest: it changes no schema, no key and no file of the server's. */
class CommandsBesideTest {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final String HISTORY = "select count(*) from flyway_schema_history";

  @TempDir private Path folder;

  private Map<String, String> settings(TestDatabase database, String key) {
    DatabaseSettings settings = database.settings();
    String url = settings.url() + "?user=" + settings.user() + "&password=" + settings.password();
    return Map.of(
        "RASL_DATA_DIR", folder.toString(), "RASL_DATABASE_URL", url, "RASL_SECRET_KEY", key);
  }

  private Ran rasl(TestDatabase database, String... arguments) {
    return CommandLineInProcess.run(settings(database, KEY), arguments);
  }

  @Test
  void itLeavesTheFilesOnWhichAServerWorks() throws Exception {
    try (TestApp server = TestApp.start()) {
      TestDatabase database = server.database();
      for (String name : List.of("work", "spool")) {
        Files.createDirectories(folder.resolve(name));
        Files.writeString(folder.resolve(name).resolve("file-1"), "half of it");
      }
      for (String command : List.of("token list", "tenant list", "doctor", "secrets rotate")) {
        Ran ran = rasl(database, command.split(" "));
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
      }
      assertThat(folder.resolve("work/file-1")).exists();
      assertThat(folder.resolve("spool/file-1")).exists();
    }
  }

  @Test
  void itNeitherMigratesAnOlderSchemaNorWorksOnIt() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asOwner(
          """
          delete from flyway_schema_history where installed_rank =
            (select max(installed_rank) from flyway_schema_history)
          """);
      List<String> before = database.column(HISTORY);
      for (String command : List.of("token list", "tenant list", "secrets rotate")) {
        Ran ran = rasl(database, command.split(" "));
        assertThat(ran.exitCode()).as(command).isEqualTo(1);
        assertThat(ran.err()).contains("schema of an older version").contains("Start the server");
      }
      assertThat(rasl(database, "doctor").out()).contains("schema of an older version");
      assertThat(database.column(HISTORY)).isEqualTo(before);
    }
  }

  @Test
  void aNewerSchemaIsLeftToTheNewerVersion() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asOwner(
          """
          insert into flyway_schema_history
            (installed_rank, version, description, type, script, checksum, installed_by,
             execution_time, success)
          values (100000, '9999', 'to come', 'SQL', 'V9999__to_come.sql', 1, 'rasl', 1, true)
          """);
      Ran ran = rasl(database, "token", "list");
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).contains("migration 9999 is not known here");
      assertThat(database.settings())
          .as("a server's start")
          .satisfies(
              settings ->
                  assertThatThrownBy(() -> Database.open(settings).close())
                      .hasMessageContaining("migration 9999 is not known here"));
    }
  }

  @Test
  void aSchemaFromBeforeTheFirstReleaseIsLeftToItsVersion() {
    try (TestDatabase database = TestDatabase.create()) {
      database.asOwner(
          """
          update flyway_schema_history
          set description = 'idempotency', script = 'V002__idempotency.sql', checksum = 1
          where version = '002'
          """);
      List<String> before = database.column(HISTORY);
      Ran ran = rasl(database, "token", "list");
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .contains("before the first release")
          .contains("migration 002 (idempotency) is not the one of this version")
          .contains("RASL_DATA_DIR");
      assertThat(database.settings())
          .as("a server's start")
          .satisfies(
              settings ->
                  assertThatThrownBy(() -> Database.open(settings).close())
                      .isInstanceOf(DatabaseSetupException.class)
                      .hasMessageContaining("before the first release"));
      assertThat(database.column(HISTORY)).isEqualTo(before);
    }
  }

  @Test
  void itMakesNoKeyAndBelievesNoOther() {
    try (TestApp server = TestApp.start()) {
      TestDatabase database = server.database();
      assertThat(rasl(database, "tenant", "list").out()).contains("sandbox");
      Ran ran = CommandLineInProcess.run(settings(database, "ab".repeat(32)), "tenant", "list");
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err()).contains("made with another secret key");
      assertThat(database.column("select count(*) from secret_key")).containsExactly("1");
      assertThat(folder.resolve("secret.key")).doesNotExist();
    }
  }

  @Test
  void whereNoServerWasThereIsNothingToDo() {
    Path nowhere = folder.resolve("nowhere");
    Ran ran =
        CommandLineInProcess.run(Map.of("RASL_DATA_DIR", nowhere.toString()), "token", "list");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("There is no database in " + nowhere + " yet. ./rasl start");
    assertThat(nowhere).doesNotExist();
  }
}
