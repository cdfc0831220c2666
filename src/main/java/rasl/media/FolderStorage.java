package rasl.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rasl.disk.DiskException;

/**
 * Keeps files in a folder, in subfolders by the first part of their keys. A file appears under its
 * key whole or not at all: it is written elsewhere, forced to the disk, and renamed.
 */
final class FolderStorage implements MediaStorage {
  private static final String UNFINISHED = "unfinished";
  private static final int SOME = 500;

  private final Path folder;

  FolderStorage(Path folder) {
    this.folder = folder;
  }

  @Override
  public void put(String key, Path file) {
    Path target = path(key);
    Path shard = target.resolveSibling("");
    try {
      makeFolder(folder);
      makeFolder(shard);
      force(file);
      try {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException _) {
        copy(file, target); // It comes from another disk.
      }
      forceFolder(shard);
    } catch (IOException e) {
      throw failed("A file cannot be stored", e);
    }
  }

  private void copy(Path file, Path target) throws IOException {
    Path unfinished = folder.resolve(UNFINISHED);
    Path near = unfinished.resolve(target.getFileName());
    makeFolder(unfinished);
    try {
      Files.copy(file, near, StandardCopyOption.REPLACE_EXISTING);
      force(near);
      Files.move(near, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(near);
    }
  }

  @Override
  public Optional<InputStream> open(String key, long from, long length) throws IOException {
    try {
      FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ);
      channel.position(from);
      return Optional.of(new Part(Channels.newInputStream(channel), length));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(String key) {
    try {
      Files.deleteIfExists(path(key));
    } catch (IOException e) {
      throw failed("A file cannot be deleted", e);
    }
  }

  @Override
  public void each(Consumer<List<Found>> some) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    var found = new ArrayList<Found>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      files.forEach(
          file -> {
            if (Files.isRegularFile(file)) {
              found(file).ifPresent(found::add);
            }
            if (found.size() == SOME) {
              some.accept(List.copyOf(found));
              found.clear();
            }
          });
    } catch (IOException | UncheckedIOException e) {
      throw new StorageException("The files in " + folder + " cannot be listed: " + e, e);
    }
    some.accept(List.copyOf(found));
  }

  private Optional<Found> found(Path file) {
    try {
      return Optional.of(
          new Found(
              folder.relativize(file).toString(), Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException _) {
      return Optional.empty(); // Deleted at this moment.
    }
  }

  /** A data folder is of one installation. */
  @Override
  public String claim(String installation) {
    return installation;
  }

  @Override
  public String examine() {
    Path probe = folder.resolve("probe");
    try {
      makeFolder(folder);
      Files.writeString(probe, "rasl");
      force(probe);
      Files.readString(probe);
      Files.delete(probe);
      long free = Files.getFileStore(folder).getUsableSpace() / (1 << 20);
      return folder + ", " + free + " MiB free";
    } catch (IOException e) {
      throw failed("Files cannot be stored", e);
    }
  }

  @Override
  public void close() {
    // Nothing is open between calls.
  }

  /** Keys are ours; still, this checks that none leads out of the folder. */
  private Path path(String key) {
    Path path = folder.resolve(key).normalize();
    if (!path.startsWith(folder) || path.equals(folder)) {
      throw new IllegalArgumentException("no key of the storage");
    }
    return path;
  }

  private StorageException failed(String what, IOException e) {
    return new StorageException(
        DiskException.isFull(e)
            ? "%s: the disk of %s is full. Make room, or move the data folder (RASL_DATA_DIR)."
                .formatted(what, folder)
            : "%s in %s: %s".formatted(what, folder, e),
        e);
  }

  /** Only this account may read files of customers. */
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
