package rasl.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts the tests of each room, and says when the last class of a room has run. */
final class Rooms {
  private final Map<String, Room> rooms = new TreeMap<>();

  private static final class Room {
    private int expected;
    private int classes;
    private int tests;
    private int failed;
    private int skipped;
    private double seconds;
    private boolean told;
  }

  /** The rooms below a folder of test sources, with their numbers of test classes. */
  static Rooms below(Path sources) throws IOException {
    var rooms = new Rooms();
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .map(file -> sources.relativize(file).toString().replace('/', '.'))
          .filter(name -> name.endsWith("Test.java"))
          .forEach(name -> rooms.room(name.substring(0, name.length() - 5)).expected++);
    }
    return rooms;
  }

  /** For a run without tests. */
  static Rooms none() {
    return new Rooms();
  }

  private Room room(String type) {
    return rooms.computeIfAbsent(nameOf(type), _ -> new Room());
  }

  /** {@code rasl.http.list.X} is in {@code http}, and {@code rasl.X} in {@code rasl}. */
  static String nameOf(String type) {
    String[] parts = type.split("\\.", -1);
    return parts.length > 2 ? parts[1] : parts[0];
  }

  /**
   * A class has run.
   *
   * @return the line about its room, where that was the room's last class
   */
  Optional<String> ran(String type, int tests, int failed, int skipped, double seconds) {
    Room room = room(type);
    room.classes++;
    room.tests += tests;
    room.failed += failed;
    room.skipped += skipped;
    room.seconds += seconds;
    return room.classes == room.expected ? Optional.of(line(nameOf(type), room)) : Optional.empty();
  }

  /** The rooms of which some classes have run, but not all: as where only these were asked for. */
  List<String> unfinished() {
    List<String> lines = new ArrayList<>();
    rooms.forEach(
        (name, room) -> {
          if (room.classes > 0 && !room.told) {
            lines.add(line(name, room));
          }
        });
    return lines;
  }

  private static String line(String name, Room room) {
    room.told = true;
    return String.format(
        Locale.ROOT,
        "  %-14s %5d tests %7.1f s%s%s",
        name,
        room.tests,
        room.seconds,
        room.skipped == 0 ? "" : "  " + room.skipped + " skipped",
        room.failed == 0 ? "" : "  " + room.failed + " FAILED");
  }
}
