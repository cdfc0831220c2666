package rasl.tenant;

import java.util.List;
import java.util.Set;
import rasl.http.PlainText;

/** A value of a setting as somebody gave it, on the command line or to the API. */
public sealed interface GivenSetting {
  /** The default again. */
  record Unset() implements GivenSetting {}

  /** None at all, such as no words. */
  record Nothing() implements GivenSetting {}

  /** A value in words. */
  record Text(String text) implements GivenSetting {}

  /** Several values. */
  record Texts(List<String> texts) implements GivenSetting {
    public Texts {
      texts = List.copyOf(texts);
    }
  }

  /** What people write for nothing. */
  Set<String> NOTHINGS = Set.of("none", "nothing");

  /** Reads what people write on the command line, where a line break is written {@code \n}. */
  static GivenSetting fromCommandLine(String text) {
    String trimmed = PlainText.trim(text).replace("\\n", "\n");
    if (trimmed.isEmpty() || trimmed.equals("unset")) {
      return new Unset();
    }
    return NOTHINGS.contains(trimmed) ? new Nothing() : new Text(trimmed);
  }
}
