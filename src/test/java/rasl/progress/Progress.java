package rasl.progress;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Follows the log of a running Maven and tells a person how far it is; at the end it tells the
 * failures. Exits with 1 where the tests left something in their temporary folder.
 */
final class Progress {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Path log;
  private final ProcessHandle maven;
  private final long begun = System.nanoTime();
  private final StringBuilder rest = new StringBuilder();
  private final Told told;
  private long read;

  private Progress(Path log, ProcessHandle maven, Told told) {
    this.log = log;
    this.maven = maven;
    this.told = told;
  }

  /** Takes the folder of the checkout, the log in it, the tests' temporary folder and a process. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    var since = FileTime.fromMillis(Files.getLastModifiedTime(Path.of(arguments[1])).toMillis());
    Path temporary = Path.of(arguments[2]);
    var rooms = Rooms.below(root.resolve("src/test/java"));
    ProcessHandle.of(Long.parseLong(arguments[3]))
        .ifPresent(maven -> new Progress(Path.of(arguments[1]), maven, new Told(rooms)).follow());
    Failures.below(root.resolve(arguments[4]), since).forEach(System.err::println);
    // Said, and no failure: a server that still stops may write into its folder once more.
    leftIn(temporary)
        .forEach(name -> System.err.println("Left in the temporary folder by a test: " + name));
  }

  private void follow() {
    boolean alive = true;
    while (alive) {
      alive = maven.isAlive();
      try {
        readOn();
      } catch (IOException e) {
        System.err.println("The log cannot be read: " + e);
      }
      if (alive) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void readOn() throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(read);
      byte[] bytes = new byte[(int) (file.length() - read)];
      file.readFully(bytes);
      read += bytes.length;
      rest.append(new String(bytes, StandardCharsets.UTF_8));
    }
    int end = rest.lastIndexOf("\n");
    if (end >= 0) {
      long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      rest.substring(0, end)
          .lines()
          .flatMap(line -> told.of(line, seconds).stream())
          .forEach(System.err::println);
      rest.delete(0, end + 1);
    }
  }

  private static List<String> leftIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
