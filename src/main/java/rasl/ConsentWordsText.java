package rasl;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import rasl.http.PlainText;
import rasl.tenant.ConsentWords;

/** The words by which customers opt out and in, as {@code ./rasl tenant} shows and takes them. */
final class ConsentWordsText {
  static final String OPT_OUT_WORDS = "opt_out_words";
  static final String OPT_IN_WORDS = "opt_in_words";
  static final String OPT_OUT_REPLY = "opt_out_reply";
  static final String OPT_IN_REPLY = "opt_in_reply";

  private static final String NONE = "none";
  private static final int MOST_WORDS = 50;
  private static final int LONGEST_WORD = 60;
  private static final int LONGEST_REPLY = 1000;

  private ConsentWordsText() {}

  static Map<String, String> show(ConsentWords words) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(OPT_OUT_WORDS, orNone(String.join(",", words.optOut())));
    shown.put(OPT_IN_WORDS, orNone(String.join(",", words.optIn())));
    shown.put(OPT_OUT_REPLY, orNone(words.optOutReply()).replace("\n", "\\n"));
    shown.put(OPT_IN_REPLY, orNone(words.optInReply()).replace("\n", "\\n"));
    return shown;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  /** The words with what was given; what is wrong is noted. */
  static ConsentWords apply(
      ConsentWords old, Map<String, String> given, TenantSettingsText faults) {
    ConsentWords defaults = ConsentWords.DEFAULT;
    var words =
        new ConsentWords(
            words(given, OPT_OUT_WORDS, defaults.optOut(), faults).orElse(old.optOut()),
            words(given, OPT_IN_WORDS, defaults.optIn(), faults).orElse(old.optIn()),
            reply(given, OPT_OUT_REPLY, defaults.optOutReply(), faults).orElse(old.optOutReply()),
            reply(given, OPT_IN_REPLY, defaults.optInReply(), faults).orElse(old.optInReply()));
    Set<String> both = folded(words.optOut());
    both.retainAll(folded(words.optIn()));
    if (!both.isEmpty()) {
      faults.fault(OPT_IN_WORDS, "must not hold a word of opt_out_words: " + both);
    }
    refuseWordAsReply(words, OPT_OUT_REPLY, words.optOutReply(), faults);
    refuseWordAsReply(words, OPT_IN_REPLY, words.optInReply(), faults);
    return words;
  }

  private static Set<String> folded(List<String> words) {
    return words.stream().map(ConsentWords::folded).collect(Collectors.toCollection(HashSet::new));
  }

  /** Another system's robot may have the same words. */
  private static void refuseWordAsReply(
      ConsentWords words, String name, String reply, TenantSettingsText faults) {
    if (words.asked(reply).isPresent()) {
      faults.fault(name, "must not be one of the words itself.");
    }
  }

  private static Optional<List<String>> words(
      Map<String, String> given, String name, List<String> defaults, TenantSettingsText faults) {
    String value = given.get(name);
    if (value == null) {
      return Optional.empty();
    }
    String text = value.strip();
    if (text.equals(TenantSettingsText.UNSET)) {
      return Optional.of(defaults);
    }
    if (text.equals(NONE)) {
      return Optional.of(List.of());
    }
    List<String> words = ConsentWords.listed(text);
    boolean fits =
        !words.isEmpty()
            && words.size() <= MOST_WORDS
            && words.stream().allMatch(ConsentWordsText::isWord);
    if (!fits) {
      faults.fault(
          name,
          "must be a comma list of 1 to "
              + MOST_WORDS
              + " words with letters or digits, each of at most "
              + LONGEST_WORD
              + " characters; or none, or unset for the default.");
    }
    return Optional.of(words);
  }

  private static boolean isWord(String word) {
    return PlainText.length(word) <= LONGEST_WORD
        && PlainText.fault(word).isEmpty()
        && !ConsentWords.folded(word).isEmpty();
  }

  private static Optional<String> reply(
      Map<String, String> given, String name, String defaultText, TenantSettingsText faults) {
    String value = given.get(name);
    if (value == null) {
      return Optional.empty();
    }
    String text = value.strip().replace("\\n", "\n");
    if (text.equals(TenantSettingsText.UNSET)) {
      return Optional.of(defaultText);
    }
    if (PlainText.length(text) > LONGEST_REPLY || PlainText.fault(text).isPresent()) {
      faults.fault(
          name,
          "must have at most "
              + LONGEST_REPLY
              + " characters; \\n begins a new line; none answers nothing.");
    }
    return Optional.of(text.equals(NONE) ? "" : text);
  }
}
