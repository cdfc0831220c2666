package rasl.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import rasl.disk.DiskException;

/**
 * A file that came with a request. It lies in the spool and is deleted once the request was
 * answered: what shall stay is copied or moved before.
 *
 * @param filename as the client named it, without folders; may be empty, and proves nothing
 * @param contentType as the client named it; empty where it named none
 * @param size in bytes
 * @param sha256 of the file's bytes
 * @param path where it lies for as long as the request runs
 */
public record Upload(String filename, String contentType, long size, byte[] sha256, Path path) {

  /** The file's bytes from the start; the caller closes. */
  public InputStream open() {
    try {
      return Files.newInputStream(path);
    } catch (IOException e) {
      throw DiskException.of("an upload cannot be read", e);
    }
  }
}
