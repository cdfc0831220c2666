package rasl.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** Accepting alone: the server with its worker held back, and pgbench, in turns. */
final class Accepting {
  private final SendBench.Plan plan;
  private final PrintStream out;

  Accepting(SendBench.Plan plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * One turn.
   *
   * @param server processor milliseconds of the server's JVM per request
   * @param postgres those of PostgreSQL
   */
  private record Turn(Measured measured, double server, double postgres) {}

  void run() throws IOException, InterruptedException, SQLException {
    try (ChildProcess server = server();
        var tables = new Tables(server)) {
      FeedReader.openIfWanted(server);
      var load =
          new Load(
              server.number("port"),
              server.told("token"),
              plan.connections(),
              Load.Call.texts(new SplittableRandom(1)));
      var pgbench = new Pgbench(plan.pgbench(), server, plan.connections(), plan.folder());
      Path script = plan.scripts().resolve("accept.sql");
      out.printf("%n(a) accepting alone, %d connections%n", plan.connections());
      load.run(Duration.ofSeconds(plan.warm()));
      List<Turn> ours = new ArrayList<>();
      List<Turn> theirs = new ArrayList<>();
      for (int round = 1; round <= plan.rounds(); round++) {
        theirs.add(turn("pgbench", server, tables, () -> pgbench.run(script, plan.seconds())));
        ours.add(turn("rasl", server, tables, () -> load.run(Duration.ofSeconds(plan.seconds()))));
      }
      conclude(ours, theirs);
    }
  }

  private ChildProcess server() throws IOException {
    return Beside.server(plan, "accepting", Beside.freePort(), Beside.freePort());
  }

  private Turn turn(String name, ChildProcess server, Tables tables, Stretch stretch)
      throws IOException, InterruptedException, SQLException {
    tables.empty();
    long postmaster = tables.postmaster();
    double serverBefore = Cpu.ofProcess(server.pid());
    double postgresBefore = Cpu.ofFamily(postmaster);
    Measured measured = stretch.run();
    double each = 1000.0 / measured.count();
    var turn =
        new Turn(
            measured,
            (Cpu.ofProcess(server.pid()) - serverBefore) * each,
            (Cpu.ofFamily(postmaster) - postgresBefore) * each);
    print(name, turn);
    return turn;
  }

  private void print(String name, Turn turn) {
    out.printf(
        "  %-8s %7.0f/s  p50 %6.2f ms  p99 %7.2f ms  CPU each: JVM %.3f ms, PostgreSQL %.3f ms%s%n",
        name,
        turn.measured().perSecond(),
        turn.measured().p50(),
        turn.measured().p99(),
        turn.server(),
        turn.postgres(),
        turn.measured().failed() == 0 ? "" : "  FAILED: " + turn.measured().failed());
  }

  private void conclude(List<Turn> ours, List<Turn> theirs) {
    out.printf("  median of %d:%n", plan.rounds());
    print("pgbench", median(theirs));
    print("rasl", median(ours));
    out.printf(
        "  ratio rasl / pgbench: %.2f (by round:",
        median(ours).measured().perSecond() / median(theirs).measured().perSecond());
    for (int i = 0; i < ours.size(); i++) {
      out.printf(
          " %.2f", ours.get(i).measured().perSecond() / theirs.get(i).measured().perSecond());
    }
    out.println(")");
  }

  private static Turn median(List<Turn> turns) {
    return turns.stream()
        .sorted(Comparator.comparingDouble(turn -> turn.measured().perSecond()))
        .toList()
        .get(turns.size() / 2);
  }

  @FunctionalInterface
  private interface Stretch {
    Measured run() throws IOException, InterruptedException;
  }
}
