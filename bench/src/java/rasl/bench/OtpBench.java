package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** {@code bench/otp}: wrong guesses at the server, and the same writes by pgbench, in turns. */
final class OtpBench {
  /** As many phones as {@code verify.sql} draws from. */
  private static final int PHONES = 300_000;

  private final SendBench.Plan plan;
  private final PrintStream out;

  private OtpBench(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /** Settings come as properties of the JVM, {@code -Dname=value}. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    var plan = SendBench.Plan.of(arguments);
    Files.createDirectories(plan.folder());
    new OtpBench(plan, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    System.exit(0);
  }

  private void run() throws IOException, InterruptedException, SQLException {
    try (ChildProcess server =
            Beside.server(plan, "accepting", Beside.freePort(), Beside.freePort());
        var tables = new Tables(server)) {
      var random = new SplittableRandom(3);
      var guesses =
          new Load.Call(
              "/api/v2/auth/verify",
              "",
              () ->
                  "{\"phone\": \"+%d\", \"code\": \"000000\"}"
                      .formatted(Recipients.BEFORE_FIRST + random.nextInt(1, PHONES + 1)),
              422);
      var load = new Load(server.number("port"), server.told("token"), plan.connections(), guesses);
      var pgbench = new Pgbench(plan.pgbench(), server, plan.connections(), plan.folder());
      Path script = plan.scripts().resolve("verify.sql");
      tables.makeCodes(server.number("tenant"), Recipients.BEFORE_FIRST, PHONES);
      out.printf("%nwrong guesses, %d connections%n", plan.connections());
      load.run(Duration.ofSeconds(plan.warm()));
      List<Measured> ours = new ArrayList<>();
      List<Measured> theirs = new ArrayList<>();
      for (int round = 1; round <= plan.rounds(); round++) {
        tables.makeCodes(server.number("tenant"), Recipients.BEFORE_FIRST, PHONES);
        theirs.add(tell("pgbench", pgbench.run(script, plan.seconds())));
        tables.makeCodes(server.number("tenant"), Recipients.BEFORE_FIRST, PHONES);
        ours.add(tell("rasl", load.run(Duration.ofSeconds(plan.seconds()))));
      }
      out.printf("  median of %d:%n", plan.rounds());
      double ratio = tell("rasl", median(ours)).perSecond() / median(theirs).perSecond();
      var _ = tell("pgbench", median(theirs));
      out.printf("  ratio rasl / pgbench: %.2f%n", ratio);
    }
  }

  private Measured tell(String name, Measured measured) {
    out.printf(
        "  %-8s %7.0f/s  p50 %6.2f ms  p99 %7.2f ms%s%n",
        name,
        measured.perSecond(),
        measured.p50(),
        measured.p99(),
        measured.failed() == 0 ? "" : "  FAILED: " + measured.failed());
    return measured;
  }

  private static Measured median(List<Measured> turns) {
    return turns.stream()
        .sorted(Comparator.comparingDouble(Measured::perSecond))
        .toList()
        .get(turns.size() / 2);
  }
}
