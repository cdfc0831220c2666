package rasl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The processor time of processes, as Linux counts it. */
final class Cpu {
  private static final double TICKS_A_SECOND = 100;

  private Cpu() {}

  /** Seconds of a process, without its children. */
  static double ofProcess(long pid) {
    return stat(pid).map(fields -> ticks(fields, 11, 12) / TICKS_A_SECOND).orElse(0.0);
  }

  /** Seconds of a process and its children, those that have ended too. */
  static double ofFamily(long pid) {
    double own = stat(pid).map(fields -> ticks(fields, 11, 14)).orElse(0.0);
    double children =
        ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::children)
            .flatMap(child -> stat(child.pid()).stream())
            .mapToDouble(fields -> ticks(fields, 11, 12))
            .sum();
    return (own + children) / TICKS_A_SECOND;
  }

  /** The fields of {@code /proc/pid/stat} from the state on; the name before it may have blanks. */
  private static Optional<List<String>> stat(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return Optional.of(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)));
    } catch (IOException _) {
      return Optional.empty(); // It has just ended.
    }
  }

  private static double ticks(List<String> fields, int from, int to) {
    return Stream.iterate(from, i -> i + 1)
        .limit(to - from + 1L)
        .mapToLong(i -> Long.parseLong(fields.get(i)))
        .sum();
  }
}
