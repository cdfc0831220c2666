package rasl.shop.receive;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text in which WordPress has written some characters as HTML does. WooCommerce decodes its secret
 * by {@code wp_specialchars_decode} with {@code ENT_QUOTES} before it signs.
 */
final class HtmlText {
  private static final Pattern ENTITY =
      Pattern.compile(
          "&(amp|lt|gt|quot|#0*38|#0*60|#0*62|#0*34|#0*39"
              + "|#[xX]0*26|#[xX]0*3[cCeE]|#[xX]0*22|#[xX]0*27);");

  private HtmlText() {}

  static String decoded(String text) {
    return ENTITY.matcher(text).replaceAll(HtmlText::character);
  }

  private static String character(MatchResult entity) {
    String name = entity.group(1).toLowerCase(Locale.ROOT);
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      default ->
          String.valueOf(
              (char)
                  (name.startsWith("#x")
                      ? Integer.parseInt(name.substring(2), 16)
                      : Integer.parseInt(name.substring(1))));
    };
  }
}
