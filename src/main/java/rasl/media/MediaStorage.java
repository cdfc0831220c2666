package rasl.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The place of the bytes of files, each under a key of ours. When {@link #put} has returned, the
 * bytes survive a crash.
 */
interface MediaStorage extends AutoCloseable {
  /** A stored file, found by looking through the storage. */
  record Found(String key, Instant storedAt) {}

  /**
   * Stores a file; it may be moved away.
   *
   * @throws StorageException where it cannot be; then nothing is under the key
   */
  void put(String key, Path file);

  /**
   * Some bytes of a file, as they are read; the caller closes. Empty where there is none.
   *
   * @param length how many; as many as there are from there on at most
   * @throws StorageException where the storage cannot be reached
   */
  Optional<InputStream> open(String key, long from, long length) throws IOException;

  /** Deletes a file; one that is not there is no fault. */
  void delete(String key);

  /** Looks through any number of files, some at a time. */
  void each(Consumer<List<Found>> some);

  /**
   * Marks the files as those of an installation, where nobody has yet. Two installations in one
   * bucket would each take the other's files for forgotten ones.
   *
   * @param installation its id
   * @return whose the files are
   */
  String claim(String installation);

  /**
   * Tries it out: writes, reads and deletes a small file.
   *
   * @return where the files are, in words
   * @throws StorageException where it does not work
   */
  String examine();

  @Override
  void close();
}
