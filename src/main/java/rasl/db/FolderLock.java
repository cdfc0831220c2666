package rasl.db;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says that this process uses a folder. The system releases it when the process dies. */
public record FolderLock(FileChannel channel) implements AutoCloseable {

  /** Takes the lock, or refuses and names the process that holds it. */
  public static FolderLock take(Path home) {
    Path file = home.resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      if (tryLock(channel) == null) {
        channel.close();
        throw new DatabaseSetupException(
            "The folder "
                + home
                + " is in use by process "
                + Files.readString(file).strip()
                + ". Stop that one first, or give another RASL_DATA_DIR.");
      }
      String pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot lock " + file + ": " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DatabaseSetupException("Cannot release the database's folder: " + e, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // held by another part of this very process
    }
  }
}
