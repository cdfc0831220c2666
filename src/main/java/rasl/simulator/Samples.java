package rasl.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Small files, for inbound messages that bring no file. */
final class Samples {
  private static final Map<String, String> FILES =
      Map.of(
          "image", "sample.png",
          "sticker", "sample.webp",
          "audio", "sample.ogg",
          "video", "sample.mp4",
          "document", "sample.pdf");

  private Samples() {}

  static byte[] of(String type) {
    return resource(FILES.getOrDefault(type, "sample.png"));
  }

  /** A file that is part of the program. */
  static byte[] resource(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("/simulator/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks simulator/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
