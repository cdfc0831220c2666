package rasl.tenant;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.http.PlainText;
import rasl.text.Folding;

/**
 * The words by which customers opt out, and in again: a message that is such a word and nothing
 * else, compared by {@link Folding}.
 *
 * @param optOut words as people wrote them; none where it is switched off
 * @param optOutReply what is answered once; empty for nothing
 * @param scope what the first word stops; a second one stops all messages
 */
public record ConsentWords(
    List<String> optOut, List<String> optIn, String optOutReply, String optInReply, Scope scope) {
  /** What a word for opting out stops. */
  public enum Scope {
    /** Templates of category MARKETING. */
    MARKETING,
    /** All messages. */
    ALL;

    /** As it is stored and shown. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a message asks for. */
  public enum Asks {
    OUT,
    OUT_OF_ALL,
    IN
  }

  /** What is answered to whom all messages stop. */
  public static final String STOPPED_ALL =
      "You will get no more messages from us. To get them again, reply START.\n"
          + "لن تصلك رسائل منا بعد الآن. لاستقبالها من جديد أرسل: اشتراك";

  private static final String STOPPED_MARKETING =
      "You will get no more offers from us. To stop all messages, reply STOP again; to get offers"
          + " again, reply START.\n"
          + "لن تصلك عروض منا بعد الآن. لإيقاف جميع الرسائل أرسل: إيقاف مرة أخرى، ولاستقبال العروض"
          + " من جديد أرسل: اشتراك";

  /** What holds where a tenant chose nothing. */
  public static final ConsentWords DEFAULT =
      new ConsentWords(
          List.of("STOP", "UNSUBSCRIBE", "إيقاف", "أوقف", "توقف", "إلغاء", "إلغاء الاشتراك"),
          List.of("START", "SUBSCRIBE", "اشتراك", "ابدأ"),
          STOPPED_MARKETING,
          "You will get our messages again. To stop them, reply STOP.\n"
              + "ستصلك رسائلنا من جديد. لإيقافها أرسل: إيقاف",
          Scope.MARKETING);

  /** Marks, signs and emoji around words and between them, and a heart of plain characters. */
  private static final Pattern PUNCTUATION =
      Pattern.compile("(?:<3|[\\p{P}\\p{S}\\p{M}\\p{C}\\s])+");

  /** A word whose letters stand apart. */
  private static final Pattern LETTERS = Pattern.compile("\\p{L}(?: \\p{L})+");

  /** No message that is nothing but a word is longer. */
  private static final int MOST = 200;

  /** Words that stop all messages, wherever any word stops some. */
  private static final Set<String> WIDE =
      Set.of("stop all", "stopall", "unsubscribe all", folded("إيقاف الكل"), folded("أوقف الكل"));

  /**
   * What can mean nothing else holds wherever any word does, such as Meta's own quick reply under
   * marketing templates.
   */
  private static final Set<String> PLAIN =
      words(
          List.of(
              "stop promotions",
              "stop promotion",
              "opt out",
              "optout",
              "إلغاء اشتراك",
              "إلغاء اشتراكي",
              "ألغ الاشتراك",
              "ألغي الاشتراك"));

  public ConsentWords {
    optOut = List.copyOf(optOut);
    optIn = List.copyOf(optIn);
  }

  /** What holds where a tenant chose no more than what its customers' word stops. */
  public static ConsentWords defaults(Scope scope) {
    return new ConsentWords(
        DEFAULT.optOut,
        DEFAULT.optIn,
        scope == Scope.ALL ? STOPPED_ALL : STOPPED_MARKETING,
        DEFAULT.optInReply,
        scope);
  }

  /** What a message asks for; empty where it is about something else. */
  public Optional<Asks> asked(String message) {
    String text = folded(message);
    if (text.isEmpty() || text.length() > MOST) {
      return Optional.empty();
    }
    Set<String> out = words(optOut);
    Set<String> wide = Set.of();
    if (!optOut.isEmpty()) {
      wide = WIDE;
      out.addAll(PLAIN);
    }
    if (isSaid(wide, text)) {
      return Optional.of(Asks.OUT_OF_ALL);
    }
    if (isSaid(out, text)) {
      return Optional.of(Asks.OUT);
    }
    out.addAll(wide);
    return isSaid(out, text)
        ? Optional.of(Asks.OUT_OF_ALL)
        : isSaid(words(optIn), text) ? Optional.of(Asks.IN) : Optional.empty();
  }

  private static Set<String> words(Collection<String> written) {
    Set<String> words = new HashSet<>();
    written.stream().map(ConsentWords::folded).filter(word -> !word.isEmpty()).forEach(words::add);
    return words;
  }

  /** Whether the text is nothing but words of these, once or again and again. */
  private static boolean isSaid(Set<String> words, String text) {
    boolean[] reached = new boolean[text.length() + 2];
    reached[0] = true;
    for (int at = 0; at < text.length(); at++) {
      if (reached[at]) {
        for (String word : words) {
          int end = at + word.length();
          if (text.startsWith(word, at) && (end == text.length() || text.charAt(end) == ' ')) {
            reached[end + 1] = true;
          }
        }
      }
    }
    return reached[text.length() + 1];
  }

  /**
   * What is answered.
   *
   * @param wide whether all messages stop, and not marketing alone
   */
  public String reply(boolean optsOut, boolean wide) {
    if (!optsOut) {
      return optInReply;
    }
    return wide && optOutReply.equals(STOPPED_MARKETING) ? STOPPED_ALL : optOutReply;
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
    String words = PUNCTUATION.matcher(Folding.folded(text)).replaceAll(" ").strip();
    return LETTERS.matcher(words).matches() ? words.replace(" ", "") : words;
  }
}
