package rasl.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes an answer's body piece by piece. It runs once nothing can refuse the call any more, and
 * waits wherever the client reads slowly; what it throws cuts the connection, so that the client
 * sees that the answer is not whole.
 */
@FunctionalInterface
public interface BodyWriter {
  /** Writes the whole body; the stream is buffered, and closed by the caller. */
  void writeTo(OutputStream out) throws IOException;
}
