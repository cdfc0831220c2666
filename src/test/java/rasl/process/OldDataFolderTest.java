package rasl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.CommandLineInProcess;
import rasl.CommandLineInProcess.Ran;
import rasl.db.DatabaseSettings;
import rasl.db.EmbeddedPostgres;
import rasl.db.OpenPostgres;
import rasl.testkit.PreparedPostgres;

/** A data folder from before the first release, whose migrations had other names. */
@Tag("process")
class OldDataFolderTest {
  @TempDir private Path folder;

  @Test
  void startRefusesItByNameAndSaysWhatToDo() throws Exception {
    PreparedPostgres.into(folder);
    try (EmbeddedPostgres postgres = OpenPostgres.start(folder)) {
      DatabaseSettings settings = postgres.settings();
      try (var owner =
              DriverManager.getConnection(settings.url(), settings.user(), settings.password());
          var statement = owner.createStatement()) {
        statement.execute(
            """
            drop table flyway_schema_history;
            create table flyway_schema_history (
              installed_rank int primary key, version varchar(50), description varchar(200) not null,
              type varchar(20) not null, script varchar(1000) not null, checksum int,
              installed_by varchar(100) not null, installed_on timestamp not null default now(),
              execution_time int not null, success boolean not null);
            insert into flyway_schema_history values
              (1, '001', 'ground', 'SQL', 'V001__ground.sql', 1, 'rasl', now(), 1, true),
              (2, '002', 'idempotency', 'SQL', 'V002__idempotency.sql', 2, 'rasl', now(), 1, true),
              (3, '162', 'storage', 'SQL', 'V162__storage.sql', 3, 'rasl', now(), 1, true)
            """);
      }
    }
    Ran ran = CommandLineInProcess.run(Map.of("RASL_DATA_DIR", folder.toString()), "start");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .contains("The data folder " + folder + " cannot be served")
        .contains("before the first release")
        .contains("RASL_DATA_DIR");
  }
}
