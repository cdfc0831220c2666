package rasl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder in the machine's memory, on Linux, for what a test run writes and nobody needs after.
 */
final class MemoryFolder {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final String PREFIX = "rasl-test-";
  private static final long ENOUGH = 4L << 30;

  private MemoryFolder() {}

  /**
   * Makes one for this process, and deletes what ended processes have left.
   *
   * @return empty where there is no such file system, or too little room in it, or no right to run
   *     programs from it, as in most containers
   */
  static Optional<Path> make(String name) {
    try {
      if (!isUsable()) {
        return Optional.empty();
      }
      deleteLeftovers();
      return Optional.of(
          Files.createDirectory(
              MEMORY.resolve(PREFIX + name + "-" + ProcessHandle.current().pid())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isUsable() throws IOException {
    return Files.isReadable(MOUNTS)
        && Files.readAllLines(MOUNTS).stream().anyMatch(MemoryFolder::isInMemory)
        && Files.isWritable(MEMORY)
        && Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH;
  }

  /** A line is: device, mount point, type, options. */
  private static boolean isInMemory(String mount) {
    String[] words = mount.split(" ", -1);
    List<String> options = Arrays.asList(words[3].split(",", -1));
    return words[1].equals(MEMORY.toString())
        && words[2].equals("tmpfs")
        && options.contains("rw")
        && !options.contains("noexec");
  }

  private static void deleteLeftovers() throws IOException {
    try (Stream<Path> all = Files.list(MEMORY)) {
      all.filter(MemoryFolder::isOfAnEndedProcess).forEach(Folders::delete);
    }
  }

  private static boolean isOfAnEndedProcess(Path folder) {
    String name = folder.getFileName().toString();
    String number = name.substring(name.lastIndexOf('-') + 1);
    return name.startsWith(PREFIX)
        && number.matches("\\d{1,9}")
        && ProcessHandle.of(Long.parseLong(number)).isEmpty()
        && isOurs(folder);
  }

  private static boolean isOurs(Path folder) {
    try {
      return Files.getOwner(folder).equals(Files.getOwner(Path.of("/proc/self")));
    } catch (IOException _) {
      return false; // Another process deletes it.
    }
  }
}
