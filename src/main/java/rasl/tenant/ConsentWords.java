package rasl.tenant;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.PlainText;
import rasl.text.Folding;

/**
 * The words by which customers opt out, and in again: a message that is such a word and nothing
 * else, compared by {@link Folding}.
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

  private static final Pattern PUNCTUATION = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");

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
    return PUNCTUATION.matcher(Folding.folded(text)).replaceAll("");
  }
}
