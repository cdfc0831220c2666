package rasl.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rasl.cli.Operations.Finding;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.disk.Disk;
import rasl.testkit.TestDatabase;

/** What a machine lacks is told in a line each, with what to do. */
class MachineCheckTest {
  private static final Machine GOOD = new Machine(65_536, 512L << 20);
  private static final Disk ROOM =
      new Disk(Path.of("/data"), _ -> new Disk.Space(100L << 30, 50L << 30));

  private static MachineCheck check(
      Machine machine, Disk disk, Clock clock, Map<String, String> settings) {
    var environment = new HashMap<>(settings);
    environment.put("RASL_DATA_DIR", "/data");
    return new MachineCheck(Config.from(environment, Mode.COMMAND), machine, disk, clock);
  }

  private static List<String> words(List<Finding> findings) {
    return findings.stream().map(finding -> finding.what() + ": " + finding.words()).toList();
  }

  @Test
  void aGoodMachineLacksNothing() {
    MachineCheck good = check(GOOD, ROOM, Clock.systemUTC(), Map.of());
    assertThat(good.ofMachine()).isEmpty();
    assertThat(good.ofHeap()).isEmpty();
  }

  @Test
  void whatIsLackingIsNamedWithWhatToDo() {
    var full = new Disk(Path.of("/data"), _ -> new Disk.Space(100L << 30, 1L << 29));
    MachineCheck poor =
        check(
            new Machine(1024, 64L << 20),
            full,
            Clock.offset(Clock.systemUTC(), Duration.ofDays(-20_000)),
            Map.of("RASL_JOB_SLOTS", "1000", "RASL_DB_POOL", "90"));
    assertThat(words(poor.ofMachine()))
        .hasSize(5)
        .anyMatch(line -> line.contains("1024 are few") && line.contains("ulimit -n 65536"))
        .anyMatch(line -> line.contains("512 MiB are free") && line.contains("RASL_DATA_DIR"))
        .anyMatch(line -> line.startsWith("clock: It says 19"))
        .anyMatch(line -> line.contains("RASL_JOB_SLOTS=1000 jobs share RASL_DB_POOL=90"))
        .anyMatch(line -> line.contains("Give at most 85"))
        .noneMatch(line -> line.contains("\n"));
    assertThat(words(poor.ofHeap())).singleElement().asString().contains("RASL_HEAP=256m");
  }

  @Test
  void aClockThatIsBehindTheDatabaseOrItsRowsIsNamed() {
    try (TestDatabase database = TestDatabase.create()) {
      Clock right = Clock.systemUTC();
      assertThat(check(GOOD, ROOM, right, Map.of()).ofClock(database.db())).isEmpty();
      for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
        Clock wrong = Clock.offset(right, off);
        assertThat(words(check(GOOD, ROOM, wrong, Map.of()).ofClock(database.db())))
            .singleElement()
            .asString()
            .contains("the database's says");
      }
      database.asOwner("update receiver set beat_at = now() + interval '2 hours'");
      assertThat(words(check(GOOD, ROOM, right, Map.of()).ofClock(database.db())))
          .singleElement()
          .asString()
          .contains("a server worked on this database at");
    }
  }

  @Test
  void connectionsLeaveFilesAndHeapForTheRest() {
    Config config = Config.from(Map.of("RASL_DATA_DIR", "/data"), Mode.COMMAND);
    assertThat(new Machine(1024, 512L << 20).connections(config)).isBetween(100, 1024 - 64);
    assertThat(new Machine(1_000_000, 256L << 20).connections(config)).isBetween(2000, 6000);
    assertThat(new Machine(1_000_000, 8L << 30).connections(config)).isEqualTo(20_000);
  }
}
