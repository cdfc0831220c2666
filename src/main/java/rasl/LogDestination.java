package rasl;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the log goes. As a rule to standard error, which is what service managers and containers
 * collect. Only a trial that runs in a terminal keeps it in the data folder, so that the person
 * there can read what the server says; warnings come to the terminal too.
 */
final class LogDestination {
  /** Set by the launcher where standard error is a terminal. */
  private static final String TERMINAL = "rasl.terminal";

  private static final String FILE = "rasl.log.file";

  private LogDestination() {}

  /** Called before anything is logged: the logging library reads these properties then. */
  static void choose(List<String> arguments, Map<String, String> environment) {
    boolean server = arguments.contains("start") || arguments.contains("simulator");
    if (!server) {
      // A command's result is for people: "PostgreSQL was started" is not worth a line there.
      System.setProperty("rasl.log.level", "warn");
    } else if (Boolean.getBoolean(TERMINAL) && arguments.equals(List.of("start"))) {
      Path folder = Path.of(environment.getOrDefault("RASL_DATA_DIR", "data"));
      Path file = folder.toAbsolutePath().normalize().resolve("log").resolve("rasl.log");
      System.setProperty(FILE, file.toString());
      System.setProperty("rasl.log.all", "FILE");
      System.setProperty("rasl.log.warnings", "TERMINAL");
    }
  }

  /** The file, where the log goes to one. */
  static Optional<Path> file() {
    return Optional.ofNullable(System.getProperty(FILE)).map(Path::of);
  }
}
