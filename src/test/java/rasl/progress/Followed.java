package rasl.progress;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A running Maven and its log, of which each line is read once. */
final class Followed {
  private final Path log;
  private final ProcessHandle maven;
  private final Told told;
  private final StringBuilder rest = new StringBuilder();
  private long read;

  Followed(Path log, ProcessHandle maven, Told told) {
    this.log = log;
    this.maven = maven;
    this.told = told;
  }

  boolean isAlive() {
    return maven.isAlive();
  }

  /** Prints what the lines that came meanwhile tell a person. */
  void readOn(long seconds) {
    try {
      read();
    } catch (IOException e) {
      System.err.println("The log cannot be read: " + e);
    }
    int end = rest.lastIndexOf("\n");
    if (end >= 0) {
      rest.substring(0, end)
          .lines()
          .flatMap(line -> told.of(line, seconds).stream())
          .forEach(System.err::println);
      rest.delete(0, end + 1);
    }
  }

  private void read() throws IOException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(read);
      byte[] bytes = new byte[(int) (file.length() - read)];
      file.readFully(bytes);
      read += bytes.length;
      rest.append(new String(bytes, StandardCharsets.UTF_8));
    }
  }
}
