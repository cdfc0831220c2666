package rasl.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Follows the logs of running Mavens, one of which tests and one of which checks, and tells a
 * person how far they are; at the end it tells the failures, and what the tests left in their
 * temporary folder.
 */
final class Progress {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Progress() {}

  /**
   * Takes the folder of the checkout, the tests' temporary folder, the folder of their reports, the
   * log and the process that tests; then, where there are checks, theirs.
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Path temporary = Path.of(arguments[1]);
    Path reports = Path.of(arguments[2]);
    var since = FileTime.fromMillis(Files.getLastModifiedTime(Path.of(arguments[3])).toMillis());
    var rooms = Rooms.below(root.resolve("src/test/java"));
    List<Followed> mavens = new ArrayList<>();
    add(mavens, arguments, 3, Told.ofTests(rooms));
    if (arguments.length > 5) {
      add(mavens, arguments, 5, Told.ofChecks());
    }
    follow(mavens);
    Failures.below(reports, since).forEach(System.err::println);
    // Said, and no failure: a server that still stops may write into its folder once more.
    leftIn(temporary)
        .forEach(name -> System.err.println("Left in the temporary folder by a test: " + name));
  }

  private static void add(List<Followed> mavens, String[] arguments, int first, Told told) {
    ProcessHandle.of(Long.parseLong(arguments[first + 1]))
        .ifPresent(maven -> mavens.add(new Followed(Path.of(arguments[first]), maven, told)));
  }

  private static void follow(List<Followed> mavens) {
    long begun = System.nanoTime();
    boolean alive = true;
    while (alive) {
      alive = mavens.stream().anyMatch(Followed::isAlive);
      long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      mavens.forEach(maven -> maven.readOn(seconds));
      if (alive) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
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
