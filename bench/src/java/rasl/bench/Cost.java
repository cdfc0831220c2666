package rasl.bench;

import java.io.PrintStream;

/** The processor time of everything that takes part in sending. */
final class Cost {
  private final long server;
  private final long postmaster;
  private final long simulator;
  private double serverBefore;
  private double postgresBefore;
  private double simulatorBefore;

  Cost(long server, long postmaster, long simulator) {
    this.server = server;
    this.postmaster = postmaster;
    this.simulator = simulator;
  }

  void start() {
    serverBefore = Cpu.ofProcess(server);
    postgresBefore = Cpu.ofFamily(postmaster);
    simulatorBefore = Cpu.ofProcess(simulator);
  }

  void tell(PrintStream out, double seconds, long settled) {
    double jvm = Cpu.ofProcess(server) - serverBefore;
    double postgres = Cpu.ofFamily(postmaster) - postgresBefore;
    double world = Cpu.ofProcess(simulator) - simulatorBefore;
    out.printf(
        "  CPU each settled message: JVM %.3f ms, PostgreSQL %.3f ms, simulator %.3f ms%n",
        1000 * jvm / settled, 1000 * postgres / settled, 1000 * world / settled);
    out.printf(
        "  processors in use: JVM %.2f, PostgreSQL %.2f, simulator %.2f%n",
        jvm / seconds, postgres / seconds, world / seconds);
  }
}
