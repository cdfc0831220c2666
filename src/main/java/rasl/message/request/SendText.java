package rasl.message.request;

import java.util.function.UnaryOperator;
import rasl.http.Fields;
import rasl.http.PlainText;
import rasl.message.Content;
import rasl.message.Wording;
import rasl.refusal.Refusal;

/** A text to be sent. */
record SendText(String text) implements Wording {
  /** WhatsApp's limit, in code points. */
  static final int MAX_TEXT = 4096;

  private static final String MESSAGE = "message";

  /** Reads it; what is wrong is noted in the fields. */
  static SendText from(Fields in) {
    return new SendText(in.requiredText(MESSAGE, MAX_TEXT));
  }

  @Override
  public boolean needsWindow() {
    return true;
  }

  @Override
  public Content content(UnaryOperator<String> merge) {
    String merged = merge.apply(text);
    if (PlainText.length(merged) > MAX_TEXT || merged.isBlank()) {
      throw Refusal.Invalid.field(
              MESSAGE,
              "The message must have 1 to "
                  + MAX_TEXT
                  + " characters after its merge fields are replaced.")
          .thrown();
    }
    return Content.text(merged);
  }
}
