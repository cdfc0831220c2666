package rasl.media;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** How files of a type begin. Enough to tell what a file certainly is not. */
final class Beginnings {
  /** How much of a file is looked at. */
  static final int LENGTH = 8 * 1024;

  private static final List<String> OFFICE_ENTRIES =
      List.of(
          "[Content_Types].xml",
          "_rels/",
          "docProps/",
          "docMetadata/",
          "word/",
          "xl/",
          "ppt/",
          "customXml/");
  private static final Set<String> AUDIO_BRANDS = Set.of("M4A ", "M4B ", "M4P ");

  private Beginnings() {}

  static boolean jpeg(byte[] first) {
    return hex(first, 0, "ffd8ff");
  }

  static boolean png(byte[] first) {
    return hex(first, 0, "89504e470d0a1a0a");
  }

  static boolean webp(byte[] first) {
    return ascii(first, 0, "RIFF") && ascii(first, 8, "WEBP");
  }

  static boolean pdf(byte[] first) {
    return ascii(first, 0, "%PDF-");
  }

  static boolean ole(byte[] first) {
    return hex(first, 0, "d0cf11e0a1b11ae1");
  }

  /** A ZIP whose first entry is one of Office Open XML. */
  static boolean zip(byte[] first) {
    return hex(first, 0, "504b0304")
        && OFFICE_ENTRIES.stream().anyMatch(name -> ascii(first, 30, name));
  }

  static boolean mp4(byte[] first) {
    return ascii(first, 4, "ftyp") && !ascii(first, 8, "3g") && !ascii(first, 8, "heic");
  }

  static boolean threeGp(byte[] first) {
    return ascii(first, 4, "ftyp") && !isAudioBrand(first);
  }

  private static boolean isAudioBrand(byte[] first) {
    return first.length >= 12
        && AUDIO_BRANDS.contains(new String(first, 8, 4, StandardCharsets.ISO_8859_1));
  }

  /** With tags in front, or with the first frame of layer III. */
  static boolean mp3(byte[] first) {
    return ascii(first, 0, "ID3")
        || (first.length >= 2 && first[0] == (byte) 0xff && (first[1] & 0xe6) == 0xe2);
  }

  /** Ogg, of which only Opus is played; Vorbis is the one that people have instead. */
  static boolean opus(byte[] first) {
    return ascii(first, 0, "OggS") && !ascii(first, 28, "\u0001vorbis");
  }

  static boolean amr(byte[] first) {
    return ascii(first, 0, "#!AMR");
  }

  static boolean aac(byte[] first) {
    return ascii(first, 0, "ADIF")
        || ascii(first, 0, "ID3")
        || (first.length >= 2 && first[0] == (byte) 0xff && (first[1] & 0xf6) == 0xf0);
  }

  /** No zero byte, unless it is UTF-16 with its mark; and no file of another type that has none. */
  static boolean text(byte[] first) {
    if (hex(first, 0, "fffe") || hex(first, 0, "feff")) {
      return true;
    }
    for (byte b : first) {
      if (b == 0) {
        return false;
      }
    }
    return !(pdf(first) || jpeg(first) || hex(first, 0, "504b0304"));
  }

  private static boolean hex(byte[] first, int at, String digits) {
    return begins(first, at, HexFormat.of().parseHex(digits));
  }

  private static boolean ascii(byte[] first, int at, String text) {
    return begins(first, at, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean begins(byte[] first, int at, byte[] wanted) {
    if (first.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (first[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
