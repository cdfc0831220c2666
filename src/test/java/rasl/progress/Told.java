package rasl.progress;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses from Maven's lines what a person wants to read while they come. */
final class Told {
  private static final Pattern GOAL =
      Pattern.compile("\\[INFO\\] --- [a-z-]+:[^:]+:([A-Za-z-]+) .*");
  private static final Pattern CLASS =
      Pattern.compile(
          "\\[[A-Z]+\\] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+),"
              + " Time elapsed: ([0-9.,]+) s.* -- in (\\S+)");
  private static final Pattern ALL =
      Pattern.compile(
          "\\[[A-Z]+\\] (Tests run: \\d+, Failures: \\d+, Errors: \\d+, Skipped: \\d+)\\s*");
  private static final Map<String, String> OF_TESTS =
      Map.of(
          "compile", "compiling the server",
          "testCompile", "compiling the tests",
          "test", "testing, room by room");
  private static final Map<String, String> OF_CHECKS =
      Map.of(
          "enforce", "checking the tools",
          "check", "checking the format",
          "compile", "checking the server: warnings, Error Prone, NullAway",
          "testCompile", "checking the tests: warnings, Error Prone, NullAway",
          "jar", "packing",
          "analyze-only", "checking the dependencies");

  private final Rooms rooms;
  private final Map<String, String> stages;
  private boolean testing;

  private Told(Rooms rooms, Map<String, String> stages) {
    this.rooms = rooms;
    this.stages = stages;
  }

  /** Of a Maven that runs the tests. */
  static Told ofTests(Rooms rooms) {
    return new Told(rooms, OF_TESTS);
  }

  /** Of a Maven that runs every check but the tests. */
  static Told ofChecks() {
    return new Told(Rooms.none(), OF_CHECKS);
  }

  /**
   * What to print for a line of Maven's; often nothing.
   *
   * @param seconds since the beginning
   */
  List<String> of(String line, long seconds) {
    Matcher all = ALL.matcher(line);
    if (all.matches()) {
      testing = false;
      var lines = new java.util.ArrayList<>(rooms.unfinished());
      lines.add(all.group(1));
      return lines;
    }
    Matcher type = CLASS.matcher(line);
    if (type.matches()) {
      return rooms
          .ran(
              type.group(6),
              number(type, 1),
              number(type, 2) + number(type, 3),
              number(type, 4),
              Double.parseDouble(type.group(5).replace(",", "")))
          .stream()
          .toList();
    }
    Matcher goal = GOAL.matcher(line);
    if (goal.matches()) {
      String stage = stages.get(goal.group(1));
      testing = stage != null && goal.group(1).equals("test");
      return stage == null
          ? List.of()
          : List.of(String.format(Locale.ROOT, "[%d s] %s", seconds, stage));
    }
    return isFault(line) ? List.of(line) : List.of();
  }

  /** A failed test is told at the end, from its report. */
  private boolean isFault(String line) {
    return line.startsWith("[ERROR] ")
        && !testing
        && !line.contains("Re-run Maven")
        && !line.contains("[Help 1]")
        && !line.contains("For more information");
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
