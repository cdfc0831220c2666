package rasl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.disk.Disk;
import rasl.http.HealthCheck;
import rasl.testkit.SettableClock;
import rasl.testkit.TestDatabase;

/** Readiness knows whether rows and files can be written, and asks seldom. */
class WriteCheckTest {
  private static final long GIB = 1L << 30;
  private static TestDatabase database = none();

  @TempDir private Path folder;
  private final SettableClock clock = SettableClock.atSomeTime();
  private final AtomicLong free = new AtomicLong(50 * GIB);
  private final AtomicInteger looks = new AtomicInteger();
  private Path data = Path.of("");
  private List<HealthCheck> checks = List.of();

  private static TestDatabase none() {
    return TestDatabase.create();
  }

  @BeforeAll
  static void anInstallation() {
    database.asOwner("insert into installation (id, public_id, key_check) values (1, 'a', 'b')");
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  @BeforeEach
  void aDataFolder() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    var disk =
        new Disk(
            data,
            _ -> {
              looks.incrementAndGet();
              return new Disk.Space(100 * GIB, free.get());
            });
    checks = new WriteCheck(database.db(), data, disk, clock).checks();
  }

  private Optional<String> fault(String check) {
    return checks.stream()
        .filter(one -> one.name().equals(check))
        .findFirst()
        .orElseThrow()
        .fault()
        .get();
  }

  private void later() {
    clock.advance(WriteCheck.EVERY);
  }

  @Test
  void itAsksSeldomHoweverOftenItIsAsked() {
    for (int i = 0; i < 100; i++) {
      assertThat(fault("disk")).isEmpty();
      assertThat(fault("writing")).isEmpty();
    }
    assertThat(looks).hasValue(1);
    clock.advance(Duration.ofDays(-1));
    assertThat(fault("disk")).isEmpty();
    assertThat(looks).as("also after the clock was set back").hasValue(2);
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void aFullDiskIsNamedBeforePostgresMeetsItsEnd() {
    free.set(100L << 20);
    assertThat(fault("disk"))
        .hasValueSatisfying(words -> assertThat(words).contains("disk is full"));
    free.set(GIB);
    later();
    assertThat(fault("disk")).isEmpty();
  }

  @Test
  void aFolderThatTakesNoFileIsNamed() throws IOException {
    Files.delete(data);
    assertThat(fault("disk")).contains("No file can be written in the data folder");
    Files.createDirectory(data);
    later();
    assertThat(fault("disk")).isEmpty();
  }

  @Test
  void aDatabaseThatTakesNoRowIsNamed() {
    database.asOwner("revoke update on installation from rasl_app");
    assertThat(fault("writing")).contains("No row can be written");
    database.asOwner("grant update on installation to rasl_app");
    later();
    assertThat(fault("writing")).isEmpty();
  }
}
