package rasl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lets pgbench do the same writes: a transaction each, straight into the same tables. */
final class Pgbench {
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
  private static final Pattern DONE = Pattern.compile("actually processed: ([0-9]+)");
  private static final Pattern FAILED = Pattern.compile("failed transactions: ([0-9]+)");

  private final String program;
  private final ChildProcess server;
  private final int connections;
  private final Path folder;

  Pgbench(String program, ChildProcess server, int connections, Path folder) {
    this.program = program;
    this.server = server;
    this.connections = connections;
    this.folder = folder;
  }

  Measured run(Path script, int seconds) throws IOException, InterruptedException {
    deleteLogs();
    var builder = new ProcessBuilder(words(script, seconds)).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", server.told("password"));
    builder.environment().put("PGOPTIONS", "-c role=rasl_app");
    Process process = builder.start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("pgbench failed:\n" + output);
    }
    double tps = Double.parseDouble(find(TPS, output));
    long count = Long.parseLong(find(DONE, output));
    long[] nanos = latencies();
    Measured sample = Measured.of(nanos, nanos.length, 0, 1);
    return new Measured(
        count, Long.parseLong(find(FAILED, output)), count / tps, sample.p50(), sample.p99());
  }

  private List<String> words(Path script, int seconds) {
    String url = server.told("jdbc");
    String port = url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/'));
    List<String> words = new ArrayList<>();
    words.addAll(List.of(program, "--no-vacuum", "--protocol=prepared", "--jobs=1"));
    words.addAll(List.of("--client=" + connections, "--time=" + seconds));
    words.addAll(List.of("--log", "--sampling-rate=0.2", "--log-prefix=" + folder.resolve("log")));
    words.addAll(List.of("--define=tenant=" + server.told("tenant")));
    words.addAll(List.of("--define=before_first=" + Recipients.BEFORE_FIRST));
    words.addAll(List.of("--define=recipients=" + Recipients.COUNT));
    words.addAll(List.of("--file=" + script, "--host=127.0.0.1", "--port=" + port));
    words.addAll(
        List.of("--username=" + server.told("user"), url.substring(url.lastIndexOf('/') + 1)));
    return words;
  }

  /** The third column of its log: microseconds. */
  private long[] latencies() throws IOException {
    List<Long> nanos = new ArrayList<>();
    for (Path log : logs()) {
      try (Stream<String> lines = Files.lines(log)) {
        lines.forEach(line -> nanos.add(1000 * Long.parseLong(line.split(" ", 4)[2])));
      }
    }
    deleteLogs();
    return nanos.stream().mapToLong(Long::longValue).toArray();
  }

  private void deleteLogs() throws IOException {
    for (Path log : logs()) {
      Files.delete(log);
    }
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("log.")).toList();
    }
  }

  private static String find(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("pgbench did not say " + pattern + ":\n" + output);
    }
    return matcher.group(1);
  }
}
