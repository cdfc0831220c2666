package rasl.named;

import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Fields;

/**
 * What a caller writes into a named record.
 *
 * @param colorGiven whether the color was sent at all: a change leaves alone what is not sent
 */
record NamedFields(String name, boolean colorGiven, Optional<String> color) {
  private static final int MAX_NAME = 255;
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final String COLOR_FIELD = "color";
  private static final int COLOR_LENGTH = 7;

  static NamedFields from(Fields in, boolean colored) {
    String name = in.requiredText("name", MAX_NAME);
    if (!colored) {
      return in.orRefuse(() -> new NamedFields(name, false, Optional.empty()));
    }
    boolean given = in.has(COLOR_FIELD);
    Optional<String> color = in.text(COLOR_FIELD, MAX_NAME);
    if (color.isPresent() && !isColor(color.get())) {
      in.fault(COLOR_FIELD, "The color must be # and six hexadecimal digits, such as #25D366.");
    }
    return in.orRefuse(() -> new NamedFields(name, given, color));
  }

  private static boolean isColor(String text) {
    return text.length() == COLOR_LENGTH && COLOR.matcher(text).matches();
  }
}
