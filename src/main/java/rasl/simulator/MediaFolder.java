package rasl.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files' bytes, each under its id. */
final class MediaFolder {
  private final Path folder;

  MediaFolder(Path folder) {
    this.folder = folder;
  }

  void put(String id, byte[] bytes) {
    try {
      PrivateFiles.makeFolder(folder);
      write(folder.resolve(id), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot store a file", e);
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Set<StandardOpenOption> anew =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try (FileChannel channel = PrivateFiles.open(file, anew)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        int _ = channel.write(rest);
      }
    }
  }

  Optional<byte[]> get(String id) {
    Path file = folder.resolve(id);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a file", e);
    }
  }

  void delete(String id) {
    try {
      Files.deleteIfExists(folder.resolve(id));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete a file", e);
    }
  }

  void clear() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> delete(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the files", e);
    }
  }
}
