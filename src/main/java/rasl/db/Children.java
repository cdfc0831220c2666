package rasl.db;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes that this one starts. They get an environment of three harmless names: ours holds
 * the secret key and the app's secret, and a child's environment can be read by every process of
 * the child's user, in PostgreSQL by SQL too.
 */
public final class Children {
  private static final Set<String> HANDED_ON = Set.of("PATH", "LANG", "TZ");
  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private Children() {}

  /** A command whose process knows {@code PATH}, {@code LANG} and {@code TZ} of ours alone. */
  public static ProcessBuilder command(List<String> words) {
    var builder = new ProcessBuilder(List.copyOf(words));
    Map<String, String> kept = new HashMap<>(builder.environment());
    kept.keySet().retainAll(HANDED_ON);
    kept.putIfAbsent("PATH", USUAL_PATH);
    builder.environment().clear();
    builder.environment().putAll(kept);
    return builder;
  }

  /**
   * The same words in a new session, where the system can: then Ctrl-C reaches only this process.
   */
  static List<String> inOwnSession(List<String> words) {
    return Files.isExecutable(SETSID)
        ? Stream.concat(Stream.of("" + SETSID), words.stream()).toList()
        : words;
  }
}
