package rasl.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder for this account's eyes alone, whatever the umask: it holds messages, codes,
 * files and the secret key. PostgreSQL's part is left to PostgreSQL, which is as strict.
 */
final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final String POSTGRES = "postgres";

  private PrivateFiles() {}

  /** Makes the data folder, or closes one that is there with what an earlier version left open. */
  static void close(Path dataDir) {
    try {
      Files.createDirectories(dataDir);
      Files.setPosixFilePermissions(dataDir, FOLDER);
      for (Path part : parts(dataDir)) {
        if (!part.getFileName().toString().equals(POSTGRES)) {
          closePart(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot make the data folder " + dataDir + "; give another by RASL_DATA_DIR", e);
    }
  }

  private static List<Path> parts(Path dataDir) throws IOException {
    try (Stream<Path> parts = Files.list(dataDir)) {
      return parts.toList();
    }
  }

  /** A folder that is closed itself hides what is in it, however much that is. */
  private static void closePart(Path part) throws IOException {
    if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(part, FILE);
    } else if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)
        && !Files.getPosixFilePermissions(part).equals(FOLDER)) {
      Files.walkFileTree(part, new Closing());
    }
  }

  private static final class Closing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        Files.setPosixFilePermissions(file, FILE);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Last of all, so that what is broken off is begun again. */
    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.setPosixFilePermissions(folder, FOLDER);
      return super.postVisitDirectory(folder, failure);
    }
  }
}
