package rasl.tenant;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.PlainText;

/**
 * The words by which customers opt out, and in again: a message that is such a word and nothing
 * else. Neither case, nor diacritics, nor the Arabic tatweel matter.
 *
 * @param optOut words as people wrote them; none where it is switched off
 * @param optOutReply what is answered once; empty for nothing
 */
public record ConsentWords(
    List<String> optOut, List<String> optIn, String optOutReply, String optInReply) {
  /** What holds where a tenant chose nothing. */
  public static final ConsentWords DEFAULT =
      new ConsentWords(
          List.of("STOP", "UNSUBSCRIBE", "إيقاف", "توقف", "إلغاء الاشتراك"),
          List.of("START", "SUBSCRIBE", "اشتراك", "ابدأ"),
          "You will get no more messages from us. To get them again, reply START.\n"
              + "لن تصلك رسائل منا بعد الآن. لاستقبالها من جديد أرسل: اشتراك",
          "You will get our messages again. To stop them, reply STOP.\n"
              + "ستصلك رسائلنا من جديد. لإيقافها أرسل: إيقاف");

  /** Marks above and below letters, the tatweel, and characters that only steer the writing. */
  private static final Pattern DECORATION = Pattern.compile("[\\p{M}\\p{Cf}\\u0640]+");

  private static final Pattern PUNCTUATION = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  public ConsentWords {
    optOut = List.copyOf(optOut);
    optIn = List.copyOf(optIn);
  }

  /** What a message asks for: true to be left alone, false to be written to; empty for neither. */
  public Optional<Boolean> asked(String message) {
    String word = folded(message);
    if (optOut.stream().anyMatch(one -> folded(one).equals(word))) {
      return Optional.of(true);
    }
    return optIn.stream().anyMatch(one -> folded(one).equals(word))
        ? Optional.of(false)
        : Optional.empty();
  }

  /** The words of a list with commas, Arabic ones too. */
  public static List<String> listed(String text) {
    return Pattern.compile("[,،]")
        .splitAsStream(text)
        .map(PlainText::trim)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** What words are compared by. */
  public static String folded(String text) {
    String bare =
        DECORATION
            .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
            .replaceAll("")
            .replace('\u00a0', ' ');
    String word = PUNCTUATION.matcher(bare).replaceAll("");
    return PlainText.folded(BLANKS.matcher(word).replaceAll(" "));
  }
}
