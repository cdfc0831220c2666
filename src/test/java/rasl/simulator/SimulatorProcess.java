package rasl.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A simulator in a process of its own, which can be killed. */
final class SimulatorProcess implements AutoCloseable {
  private final Process process;
  private final URI url;

  private SimulatorProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** The other process: prints the URL and works until it is killed. */
  static void main(String[] arguments) throws InterruptedException {
    var settings =
        new SimulatorSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Path.of(arguments[0]),
            List.of(Play.ACCOUNT),
            Optional.of(URI.create(arguments[1])),
            Clock.systemUTC(),
            new SecureRandom(),
            SimulatorTimings.usual());
    try (Simulator simulator = Simulator.start(settings)) {
      System.out.println("URL " + simulator.url());
      Thread.currentThread().join();
    }
  }

  static SimulatorProcess start(Path folder, URI callback) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorProcess.class.getName(),
                folder.toString(),
                callback.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("URL ")) {
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return new SimulatorProcess(process, URI.create(line.substring(4)));
      }
    }
    throw new IOException("the simulator's process ended");
  }

  URI url() {
    return url;
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the simulator's process cannot be killed");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
