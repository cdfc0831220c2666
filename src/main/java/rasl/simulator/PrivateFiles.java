package rasl.simulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files that only this user can read, for messages and codes are in them; also where an earlier
 * version made them readable for all. Where the file system knows no permissions they are plain.
 */
final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final FileAttribute<?>[] PLAIN = {};

  private PrivateFiles() {}

  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(FOLDER));
    if (POSIX) {
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
    FileChannel channel = FileChannel.open(file, options, attributes(FILE));
    if (POSIX) {
      Files.setPosixFilePermissions(file, FILE);
    }
    return channel;
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : PLAIN;
  }
}
