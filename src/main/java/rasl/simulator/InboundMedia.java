package rasl.simulator;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The files that simulated customers send: given ones, or samples. */
final class InboundMedia {
  private static final Map<String, String> USUAL =
      Map.of(
          "image", "image/png",
          "video", "video/mp4",
          "audio", "audio/ogg; codecs=opus",
          "document", "application/pdf",
          "sticker", "image/webp");

  private final MediaApi media;

  InboundMedia(MediaApi media) {
    this.media = media;
  }

  /** Stores the file and describes it as a webhook does, except for the URL. */
  ObjectNode take(String type, ControlFields given, SimulatorAccount account) {
    String mimeType = given.text("mime_type").orElse(USUAL.getOrDefault(type, "image/png"));
    byte[] bytes = given.text("data").map(InboundMedia::decode).orElseGet(() -> Samples.of(type));
    String filename = given.text("filename").orElse(type.equals("document") ? "sample.pdf" : "");
    Media stored = media.store(account, mimeType, filename, bytes, true);
    ObjectNode json = Json.mapper().createObjectNode();
    given.text("caption").ifPresent(caption -> json.put("caption", caption));
    if (type.equals("document")) {
      json.put("filename", filename);
    }
    json.put("mime_type", mimeType);
    json.put("sha256", base64(stored.sha256()));
    json.put("id", stored.id());
    if (type.equals("audio")) {
      json.put("voice", given.flag("voice").orElse(true));
    }
    if (type.equals("sticker")) {
      json.put("animated", given.flag("animated").orElse(false));
    }
    return json;
  }

  /** Webhooks have the hash in another form than the look-up. */
  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  private static byte[] decode(String data) {
    try {
      return Base64.getDecoder().decode(data);
    } catch (IllegalArgumentException _) {
      throw ControlRefusedException.wrong("'data' must be Base64");
    }
  }
}
