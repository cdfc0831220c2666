package rasl.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the log goes, and in which form. As a rule to standard error, which is what service
 * managers and containers collect: as JSON, or in a terminal as lines for people. Only a trial that
 * runs in a terminal keeps it in the data folder, so that the person there can read what the server
 * says; warnings come to the terminal too. RASL_LOG_FORMAT overrides both.
 */
public final class LogDestination {
  /** Set by the launcher where standard error is a terminal. */
  private static final String TERMINAL = "rasl.terminal";

  private static final String FILE = "rasl.log.file";
  private static final String ALL = "rasl.log.all";
  private static final String WARNINGS = "rasl.log.warnings";
  private static final String LINES = "LINES";

  private LogDestination() {}

  /** Called before anything is logged: the logging library reads these properties then. */
  public static void choose(List<String> arguments, Map<String, String> environment) {
    properties(arguments, environment, Boolean.getBoolean(TERMINAL)).forEach(System::setProperty);
  }

  /** What {@code logback.xml} is to know. */
  static Map<String, String> properties(
      List<String> arguments, Map<String, String> environment, boolean terminal) {
    var properties = new LinkedHashMap<String, String>();
    boolean server = arguments.contains("start") || arguments.contains("simulator");
    String format = environment.getOrDefault("RASL_LOG_FORMAT", "").strip();
    boolean auto = !format.equals("text") && !format.equals("json");
    if (!server) {
      // A command's result is for people: "PostgreSQL was started" is not worth a line there.
      properties.put("rasl.log.level", "warn");
    }
    if (auto && terminal && arguments.equals(List.of("start"))) {
      Path folder = Path.of(environment.getOrDefault("RASL_DATA_DIR", "data"));
      Path file = folder.toAbsolutePath().normalize().resolve("log").resolve("rasl.log");
      properties.put(FILE, file.toString());
      properties.put(ALL, "FILE");
      properties.put(WARNINGS, "WARNINGS");
    } else if (format.equals("text") || (auto && terminal)) {
      properties.put(ALL, LINES);
      properties.put(WARNINGS, LINES);
    }
    if (terminal && environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      properties.put("rasl.log.mark", "%highlight(%-5level)");
    }
    return properties;
  }

  /** The file, where the log goes to one. */
  static Optional<Path> file() {
    return Optional.ofNullable(System.getProperty(FILE)).map(Path::of);
  }
}
