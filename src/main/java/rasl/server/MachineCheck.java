package rasl.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import rasl.cli.Operations.Finding;
import rasl.cli.Operations.Verdict;
import rasl.config.Config;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.disk.Disk;

/** Says what the machine lacks, a line each with what to do. Nothing of it stops a start. */
public final class MachineCheck {
  private static final int FEW_FILES = 4096;
  private static final long SMALL_HEAP = 160L << 20;
  private static final int SLOTS_PER_CONNECTION = 8;

  /** The embedded PostgreSQL takes 100 connections; some are for its own needs and for commands. */
  private static final int EMBEDDED_POOL = 85;

  private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

  /** Nothing that Rasl stores was made before. */
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  private final Config config;
  private final Machine machine;
  private final Disk disk;
  private final Clock clock;

  /** Judges this machine for the server of these settings. */
  public MachineCheck(Config config, Machine machine, Disk disk, Clock clock) {
    this.config = config;
    this.machine = machine;
    this.disk = disk;
    this.clock = clock;
  }

  /** What can be seen without a database. */
  public List<Finding> ofMachine() {
    var found = new ArrayList<Finding>();
    if (machine.openFiles() < FEW_FILES) {
      found.add(
          lack(
              "open files",
              machine.openFiles()
                  + " are few, and every connection takes one. Allow more: ulimit -n 65536"
                  + " (systemd: LimitNOFILE=65536)."));
    }
    if (disk.isLow()) {
      found.add(
          lack(
              "disk",
              (disk.space().free() >> 20)
                  + " MiB are free, so files are refused. Make room, or move the data folder"
                  + " (RASL_DATA_DIR)."));
    }
    if (clock.instant().isBefore(BUILT)) {
      found.add(
          lack("clock", "It says " + clock.instant() + ". Set it; let a time service keep it."));
    }
    found.addAll(ofSettings());
    return found;
  }

  private List<Finding> ofSettings() {
    var found = new ArrayList<Finding>();
    int pool = config.database().pool();
    if (config.jobSlots() > pool * SLOTS_PER_CONNECTION) {
      found.add(
          lack(
              "settings",
              "RASL_JOB_SLOTS=%d jobs share RASL_DB_POOL=%d connections and wait for them. Raise the"
                      .formatted(config.jobSlots(), pool)
                  + " one or lower the other."));
    }
    if (config.database().externalUrl().isEmpty() && pool > EMBEDDED_POOL) {
      found.add(
          lack(
              "settings",
              "RASL_DB_POOL=%d is more than the embedded PostgreSQL takes. Give at most %d."
                  .formatted(pool, EMBEDDED_POOL)));
    }
    return found;
  }

  /** What concerns a server alone: commands have a heap of another size. */
  List<Finding> ofHeap() {
    return machine.heapBytes() < SMALL_HEAP
        ? List.of(
            lack(
                "memory",
                (machine.heapBytes() >> 20)
                    + " MiB of heap are few. Give more by RASL_HEAP, such as RASL_HEAP=256m."))
        : List.of();
  }

  /** How this machine's clock stands to the database's, and to what was stored last. */
  public List<Finding> ofClock(Db db) {
    Instant before = clock.instant();
    Times times = db.inSystem(MachineCheck::times);
    Instant now = clock.instant();
    Duration behind = Duration.between(now, times.database());
    Duration ahead = Duration.between(times.database(), before);
    if (behind.compareTo(CLOCKS_APART) > 0 || ahead.compareTo(CLOCKS_APART) > 0) {
      return List.of(
          lack(
              "clock",
              "It says %s and the database's says %s. Let a time service keep both."
                  .formatted(now, times.database())));
    }
    if (Duration.between(now, times.newest()).compareTo(CLOCKS_APART) > 0) {
      return List.of(
          lack(
              "clock",
              "It says %s, but a server worked on this database at %s. Set it right."
                  .formatted(now, times.newest())));
    }
    return List.of();
  }

  private record Times(Instant database, Instant newest) {}

  private static Times times(SystemTx tx) {
    return tx.first(
            "select clock_timestamp() as now, beat_at from receiver where id = 1",
            row ->
                new Times(
                    row.getObject("now", OffsetDateTime.class).toInstant(),
                    row.getObject("beat_at", OffsetDateTime.class).toInstant()))
        .orElseThrow();
  }

  private static Finding lack(String what, String words) {
    return new Finding(Verdict.WARNING, what, words);
  }
}
