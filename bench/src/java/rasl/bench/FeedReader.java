package rasl.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A reader of the sandbox's feed: while there is one, every event gets its position. */
final class FeedReader {
  private static final byte[] ONE = "{\"max\": 1}".getBytes(StandardCharsets.UTF_8);

  private FeedReader() {}

  /** Opens the feed where {@code -Dreader=true} asks for it. */
  static void openIfWanted(ChildProcess server) throws IOException {
    if (Boolean.getBoolean("reader")) {
      open(server);
    }
  }

  /** A consumer that never comes back keeps the feed open. */
  static void open(ChildProcess server) throws IOException {
    try (var wire = new Wire(server.number("port"), server.told("token"))) {
      Wire.Reply reply = wire.post("/api/v2/events/consumers/bench/take", "application/json", ONE);
      if (reply.status() != 200) {
        throw new IOException(reply.status() + " " + reply.body());
      }
    }
  }
}
