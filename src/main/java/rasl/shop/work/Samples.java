package rasl.shop.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import rasl.json.Json;
import rasl.shop.connect.Platform;
import tools.jackson.databind.JsonNode;

/** Payloads in each platform's own shape, for trying out; they stand in {@code samples.json}. */
final class Samples {
  private static final JsonNode ALL = read();

  private Samples() {}

  /** The topics that there is a sample of, the usual one first. */
  static List<String> topics(Platform platform) {
    return List.copyOf(ALL.path(platform.text()).propertyNames());
  }

  /** A sample; empty where there is none of the topic. */
  static Optional<byte[]> of(Platform platform, String topic) {
    return ALL.path(platform.text()).optional(topic).map(Json::writeBytes);
  }

  private static JsonNode read() {
    try (InputStream file = Samples.class.getResourceAsStream("samples.json")) {
      if (file == null) {
        throw new IllegalStateException("The samples of the platforms are missing");
      }
      return Json.parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
