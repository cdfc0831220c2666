package rasl.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rasl.json.Json;
import rasl.testkit.Api;
import rasl.testkit.Folders;
import rasl.testkit.PreparedPostgres;
import rasl.testkit.Waiting;
import tools.jackson.databind.JsonNode;

/** A server in a process of its own, on a data folder below {@code target}. */
final class ServerProcess implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Pattern TOKEN = Pattern.compile("(?m)^ {2}(rasl_[0-9A-Za-z]{46})$");

  private final Process process;
  private final Path folder;
  private final Path out;
  private final Path err;

  private ServerProcess(Process process, Path folder, Path out, Path err) {
    this.process = process;
    this.folder = folder;
    this.out = out;
    this.err = err;
  }

  /** An empty data folder; what an earlier run left in it is stopped and deleted. */
  static Path emptyFolder(String name) {
    Path folder = Path.of("target", "process", name).toAbsolutePath();
    killPostgres(folder);
    Folders.delete(folder);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with an empty database in it, which the first start would make, but slowly. */
  static Path freshFolder(String name) {
    Path folder = emptyFolder(name);
    PreparedPostgres.into(folder);
    return folder;
  }

  /** Starts {@code ./rasl start} and returns when it is ready and has said all that it says. */
  static ServerProcess start(Path folder, Map<String, String> settings, String... options) {
    return ready(launch(folder, settings, options));
  }

  /**
   * Starts one and stops it in order, after which others start quicker: see {@link ServerClasses}.
   *
   * @param meanwhile looks at it while it runs
   */
  static void startOnceAndKeepItsClasses(Path folder, Look meanwhile) throws InterruptedException {
    List<String> java = ServerClasses.making();
    try (ServerProcess server = ready(launch(folder, Map.of(), java, List.of("start")))) {
      meanwhile.at(server);
      server.terminate();
    }
    ServerClasses.made();
  }

  /** What a test asserts of a running server. */
  interface Look {
    void at(ServerProcess server) throws InterruptedException;
  }

  private static ServerProcess ready(ServerProcess server) {
    try {
      Waiting.until(
          READY,
          () ->
              !server.process.isAlive()
                  || (server.state().isPresent() && server.out().contains("Stop with Ctrl-C.")));
    } catch (InterruptedException | AssertionError e) {
      server.close();
      throw new AssertionError("not ready: " + server.out() + server.err(), e);
    }
    if (!server.process.isAlive()) {
      server.close();
      throw new AssertionError("ended: " + server.out() + server.err());
    }
    return server;
  }

  /** Starts it without waiting. */
  static ServerProcess launch(Path folder, Map<String, String> settings, String... options) {
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(List.of(options));
    return launch(folder, settings, ServerClasses.using(), arguments);
  }

  private static ServerProcess launch(
      Path folder, Map<String, String> settings, List<String> java, List<String> arguments) {
    Path out = folder.resolveSibling(folder.getFileName() + ".out");
    Path err = folder.resolveSibling(folder.getFileName() + ".err");
    return new ServerProcess(spawn(folder, settings, java, arguments, out, err), folder, out, err);
  }

  /** Runs another command to its end. */
  static Ran run(Path folder, Map<String, String> settings, String... arguments) {
    try {
      Files.createDirectories(folder.resolveSibling("."));
      Path out = Files.createTempFile("rasl", ".out");
      Path err = Files.createTempFile("rasl", ".err");
      Process process =
          spawn(folder, settings, ServerClasses.using(), List.of(arguments), out, err);
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + String.join(" ", arguments));
      }
      var ran = new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return ran;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What a command left. */
  record Ran(int exitCode, String out, String err) {}

  private static Process spawn(
      Path folder,
      Map<String, String> settings,
      List<String> java,
      List<String> arguments,
      Path out,
      Path err) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                ServerClasses.path()));
    line.addAll(java);
    line.add("rasl.Main");
    line.addAll(arguments);
    var builder = new ProcessBuilder(line);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("RASL_"));
    var given = new HashMap<>(Map.of("RASL_PORT", "0", "RASL_SIMULATOR_PORT", "0"));
    given.put("RASL_DATA_DIR", folder.toString());
    given.putAll(settings);
    environment.putAll(given);
    try {
      return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code rasl.json} says, where this process has written it. */
  Optional<JsonNode> state() {
    Path file = folder.resolve("rasl.json");
    try {
      return Files.exists(file)
          ? Optional.of(Json.parse(Files.readAllBytes(file)))
              .filter(state -> state.path("pid").asLong(0) == process.pid())
          : Optional.empty();
    } catch (java.nio.file.NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return state().orElseThrow().path("url").asString();
  }

  /** A client without a token. */
  Api api() {
    return Api.at(url());
  }

  Api simulator() {
    return Api.at(state().orElseThrow().path("simulator_url").asString());
  }

  /** The sandbox's token, where this start has printed it. */
  Optional<String> token() {
    return TOKEN.matcher(out()).results().map(result -> result.group(1)).findFirst();
  }

  long pid() {
    return process.pid();
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does; PostgreSQL is left running. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** SIGTERM, as service managers send it; gives the exit code. */
  int terminate() {
    process.destroy();
    return awaitExit();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + out() + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The embedded PostgreSQL of a data folder, where it runs. */
  static Optional<ProcessHandle> postgres(Path folder) {
    Path file = folder.resolve("postgres/data/postmaster.pid");
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .findFirst()
          .map(line -> Long.parseLong(line.strip()))
          .flatMap(ProcessHandle::of)
          .filter(ProcessHandle::isAlive)
          .filter(one -> one.info().commandLine().orElse("").contains(folder.toString()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** As {@code kill -9} does: its next start has to recover. */
  static void killPostgres(Path folder) {
    postgres(folder)
        .ifPresent(
            server -> {
              server.destroyForcibly();
              server.onExit().orTimeout(30, TimeUnit.SECONDS).join();
            });
  }

  /** Whatever a test left: nothing goes on running. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroyForcibly();
      awaitExit();
    }
    killPostgres(folder);
  }
}
