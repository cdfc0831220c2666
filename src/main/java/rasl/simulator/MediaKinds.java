package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which files WhatsApp takes, and how large. */
final class MediaKinds {
  static final int LARGEST = 100 << 20;

  private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

  /** In the order in which Meta's error lists them. */
  private static final List<String> TYPES =
      List.of(
          "audio/aac",
          "audio/mp4",
          "audio/mpeg",
          "audio/amr",
          "audio/ogg",
          "audio/opus",
          "application/vnd.ms-powerpoint",
          "application/msword",
          OFFICE + "wordprocessingml.document",
          OFFICE + "presentationml.presentation",
          OFFICE + "spreadsheetml.sheet",
          "application/pdf",
          "text/plain",
          "application/vnd.ms-excel",
          "image/jpeg",
          "image/png",
          "image/webp",
          "video/mp4",
          "video/3gpp");

  /** How files of a type begin; types that are not here are not looked into. */
  private static final Map<String, List<String>> BEGINNINGS =
      Map.of(
          "image/jpeg", List.of("\u00ff\u00d8\u00ff"),
          "image/png", List.of("\u0089PNG"),
          "image/webp", List.of("RIFF"),
          "application/pdf", List.of("%PDF"),
          "audio/ogg", List.of("OggS"),
          "audio/amr", List.of("#!AMR"));

  /** The largest animated sticker; checked when it is sent. */
  static final int STICKER = 500 << 10;

  private static final int IMAGE = 5 << 20;
  private static final int SOUND = 16 << 20;

  private MediaKinds() {}

  /** Without parameters such as {@code codecs=opus}. */
  static String bare(String mimeType) {
    return mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Refuses a file that WhatsApp would not take. */
  static void check(String mimeType, byte[] bytes) {
    String bare = bare(mimeType);
    if (!TYPES.contains(bare)) {
      throw MetaError.parameter(
              "Param file must be a file with one of the following types: "
                  + String.join(", ", TYPES)
                  + ". Received file of type '"
                  + bare
                  + "'.")
          .thrown();
    }
    if (bytes.length == 0) {
      throw MetaError.parameter("Param file must not be empty.").thrown();
    }
    int most = most(bare);
    if (bytes.length > most) {
      throw MetaError.of(
              131053,
              "File size "
                  + bytes.length
                  + " is larger than the "
                  + most
                  + " bytes allowed for "
                  + bare)
          .thrown();
    }
    if (!beginsRight(bare, bytes)) {
      throw MetaError.of(131053, "The file's content is not of type " + bare).thrown();
    }
  }

  private static int most(String mimeType) {
    if (mimeType.startsWith("image/")) {
      return IMAGE;
    }
    return mimeType.startsWith("audio/") || mimeType.startsWith("video/") ? SOUND : LARGEST;
  }

  private static boolean beginsRight(String mimeType, byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 12), StandardCharsets.ISO_8859_1);
    if (mimeType.equals("video/mp4")
        || mimeType.equals("video/3gpp")
        || mimeType.equals("audio/mp4")) {
      return start.length() >= 8 && start.startsWith("ftyp", 4);
    }
    List<String> beginnings = BEGINNINGS.get(mimeType);
    return beginnings == null || beginnings.stream().anyMatch(start::startsWith);
  }

  /** Whether a message of this type may carry this file. */
  static boolean fits(String messageType, String mimeType) {
    String bare = bare(mimeType);
    return switch (messageType) {
      case "image" -> bare.equals("image/jpeg") || bare.equals("image/png");
      case "sticker" -> bare.equals("image/webp");
      case "audio" -> bare.startsWith("audio/");
      case "video" -> bare.startsWith("video/");
      default -> true;
    };
  }
}
