package rasl.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A JVM beside this one, whose processor time is its own. */
final class ChildProcess implements AutoCloseable {
  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final Map<String, String> told = new HashMap<>();

  private ChildProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a class with this JVM's class path and returns once it printed the last line that it has
   * to say. Its standard error goes to a file, as a service's log does.
   *
   * @param options of the JVM
   */
  static ChildProcess start(
      List<String> options,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Predicate<String> lastLine)
      throws IOException {
    List<String> words =
        Stream.of(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path")),
                options,
                command)
            .flatMap(List::stream)
            .toList();
    var builder = new ProcessBuilder(words).redirectError(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RASL_"));
    builder.environment().putAll(environment);
    var child = new ChildProcess(builder.start());
    Runtime.getRuntime().addShutdownHook(new Thread(child.process::destroy));
    child.hear(lastLine, log);
    return child;
  }

  long pid() {
    return process.pid();
  }

  /** What it said as {@code name=value} or {@code name: value}. */
  String told(String name) {
    return told.getOrDefault(name, "");
  }

  int number(String name) {
    return Integer.parseInt(told(name));
  }

  /** Lets it stop in order. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void hear(Predicate<String> lastLine, Path log) throws IOException {
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      String[] parts = line.split("=|: +", 2);
      if (parts.length == 2) {
        told.put(parts[0], parts[1]);
      }
      if (lastLine.test(line)) {
        // Reading a pipe holds its thread: a virtual one would hold one of few carriers.
        Thread.ofPlatform().daemon().start(() -> output.lines().forEach(_ -> {}));
        return;
      }
    }
    throw new IOException("a process of the bench ended; see " + log);
  }
}
