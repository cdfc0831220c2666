package rasl.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.disk.Spool;

/**
 * A {@code multipart/form-data} body, its files spooled.
 *
 * @param parts in the order of the body
 */
record Form(List<Part> parts) implements AutoCloseable {
  Form {
    parts = List.copyOf(parts);
  }

  /**
   * One field or file.
   *
   * @param sha256 of its bytes
   * @param text of a field; empty of a file
   * @param file of a file; empty of a field
   */
  record Part(String name, byte[] sha256, String text, Optional<Upload> file) {
    /** What a browser sends for a file that was not chosen. */
    boolean isNotChosen() {
      return file.filter(upload -> upload.size() == 0 && upload.filename().isEmpty()).isPresent();
    }
  }

  Stream<Upload> files() {
    return parts.stream().flatMap(part -> part.file().stream());
  }

  /** Names, values and files' bytes in order, by which a repeat is known. */
  List<byte[]> identity() {
    var identity = new ArrayList<byte[]>();
    for (Part part : parts) {
      identity.add(part.name().getBytes(StandardCharsets.UTF_8));
      identity.add((part.file().isPresent() ? "file" : "field").getBytes(StandardCharsets.UTF_8));
      identity.add(part.sha256());
    }
    return identity;
  }

  @Override
  public void close() {
    files().map(Upload::path).forEach(Spool::delete);
  }
}
