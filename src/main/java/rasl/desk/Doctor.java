package rasl.desk;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.cli.Operations.Finding;
import rasl.cli.Operations.Verdict;
import rasl.config.Config;
import rasl.disk.Disk;
import rasl.job.DeadJobs;
import rasl.job.JobQueue;
import rasl.media.MediaModule;
import rasl.media.StorageException;
import rasl.server.Machine;
import rasl.server.MachineCheck;
import rasl.server.StateFile;
import rasl.whatsapp.connection.Trouble;

/** Looks at what the server needs, and says what to do where something is wrong. */
final class Doctor {
  private final Config config;
  private final Disk disk;
  private final MachineCheck machine;

  Doctor(Config config, Clock clock) {
    this.config = config;
    this.disk = Disk.of(config.database().dataDir());
    this.machine = new MachineCheck(config, Machine.asItIs(), disk, clock);
  }

  /**
   * What is in the database.
   *
   * @param codes what is wrong with templates that carry one-time codes, a sentence each
   * @param connections what is wrong with the connections of the tenants that have one
   * @param dead background work that was given up
   * @param clock what is wrong with this machine's clock
   * @param webhooks endpoints that Rasl switched off, or that only fail, a sentence each
   */
  record Contents(
      int tenants,
      List<String> codes,
      Map<String, List<Trouble>> connections,
      List<DeadJobs> dead,
      List<Finding> clock,
      List<String> webhooks) {}

  /**
   * @param contents looks into the database: that takes one that works
   */
  List<Finding> examine(Supplier<Contents> contents) {
    var findings = new ArrayList<Finding>();
    findings.add(new Finding(Verdict.GOOD, "Java", String.valueOf(Runtime.version())));
    findings.add(dataFolder());
    findings.addAll(machine.ofMachine());
    findings.add(files());
    findings.add(server());
    findings.addAll(database(contents));
    config.warnings().forEach(w -> findings.add(new Finding(Verdict.WARNING, "settings", w)));
    return findings;
  }

  private Finding dataFolder() {
    Path folder = config.database().dataDir();
    if (!Files.isDirectory(folder)) {
      return new Finding(
          Verdict.WARNING, "data folder", folder + " is not there yet: ./rasl start makes it");
    }
    return Files.isWritable(folder)
        ? new Finding(
            Verdict.GOOD, "data folder", folder + ", " + (disk.space().free() >> 20) + " MiB free")
        : new Finding(Verdict.BAD, "data folder", folder + " cannot be written: see RASL_DATA_DIR");
  }

  private Finding files() {
    try {
      return new Finding(
          Verdict.GOOD, "files", MediaModule.examine(config.media(), config.database().dataDir()));
    } catch (StorageException e) {
      return new Finding(Verdict.BAD, "files", String.valueOf(e.getMessage()));
    }
  }

  /** Where it runs; where it does not, whether its port is free. */
  private Finding server() {
    Optional<String> url = new StateFile(config.database().dataDir()).runningUrl();
    if (url.isPresent()) {
      return new Finding(Verdict.GOOD, "server", "runs at " + url.get());
    }
    int port = config.server().port();
    try (var _ = new ServerSocket(port, 1, config.server().listen())) {
      return new Finding(
          Verdict.GOOD,
          "server",
          "does not run" + (port == 0 ? "" : "; port " + port + " is free"));
    } catch (IOException _) {
      return new Finding(
          Verdict.BAD,
          "server",
          "does not run, and port " + port + " is taken: free it, or give another RASL_PORT");
    }
  }

  private List<Finding> database(Supplier<Contents> contents) {
    try {
      String where = config.database().externalUrl().isPresent() ? "external" : "embedded";
      Contents found = contents.get();
      var findings = new ArrayList<Finding>();
      findings.add(
          new Finding(
              Verdict.GOOD,
              "database",
              where + " PostgreSQL, schema up to date, " + found.tenants() + " tenants"));
      findings.addAll(found.clock());
      found.codes().forEach(words -> findings.add(new Finding(Verdict.WARNING, "codes", words)));
      found.dead().forEach(jobs -> findings.add(dead(jobs)));
      found
          .webhooks()
          .forEach(words -> findings.add(new Finding(Verdict.WARNING, "webhooks", words)));
      found.connections().forEach((tenant, all) -> findings.addAll(connection(tenant, all)));
      return findings;
    } catch (RuntimeException e) {
      return List.of(new Finding(Verdict.BAD, "database", String.valueOf(e.getMessage())));
    }
  }

  private static Finding dead(DeadJobs jobs) {
    return new Finding(
        Verdict.WARNING,
        "jobs",
        "%d of kind %s given up, the first at %s: the log says why; they are kept for %d days"
            .formatted(
                jobs.count(),
                jobs.kind(),
                jobs.oldest().truncatedTo(ChronoUnit.SECONDS),
                JobQueue.DEAD_KEPT.toDays()));
  }

  /** What is only worth knowing is left to the tenant's own check. */
  private static List<Finding> connection(String tenant, List<Trouble> troubles) {
    String what = "WhatsApp of " + tenant;
    List<Finding> findings =
        troubles.stream()
            .filter(trouble -> !trouble.severity().equals("notice"))
            .map(
                trouble ->
                    new Finding(
                        trouble.severity().equals("error") ? Verdict.BAD : Verdict.WARNING,
                        what,
                        trouble.message() + " " + trouble.action()))
            .toList();
    return findings.isEmpty()
        ? List.of(new Finding(Verdict.GOOD, what, "connected; nothing known to be wrong"))
        : findings;
  }
}
