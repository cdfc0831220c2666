package rasl.tenant;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.http.PlainText;

/** Reads the words by which customers opt out and in, as part of {@link SettingsReader}. */
final class ConsentWordsReader {
  private static final int MOST_WORDS = 50;
  private static final int LONGEST_WORD = 60;
  private static final int LONGEST_REPLY = 1000;

  private final Map<String, GivenSetting> given;
  private final SettingFaults faults;

  ConsentWordsReader(Map<String, GivenSetting> given, SettingFaults faults) {
    this.given = given;
    this.faults = faults;
  }

  /** The words with what was given; what is wrong is noted. */
  ConsentWords apply(ConsentWords before) {
    ConsentWords old = ofScope(before, scope(before.scope()));
    ConsentWords defaults = ConsentWords.defaults(old.scope());
    var words =
        new ConsentWords(
            words(SettingsText.OPT_OUT_WORDS, defaults.optOut()).orElse(old.optOut()),
            words(SettingsText.OPT_IN_WORDS, defaults.optIn()).orElse(old.optIn()),
            reply(SettingsText.OPT_OUT_REPLY, defaults.optOutReply()).orElse(old.optOutReply()),
            reply(SettingsText.OPT_IN_REPLY, defaults.optInReply()).orElse(old.optInReply()),
            old.scope());
    if (words.equals(before)) {
      return before;
    }
    Set<String> both = folded(words.optOut());
    both.retainAll(folded(words.optIn()));
    if (!both.isEmpty()) {
      faults.fault(SettingsText.OPT_IN_WORDS, "must not hold a word of opt_out_words: " + both);
    }
    refuseWordAsReply(words, SettingsText.OPT_OUT_REPLY, words.optOutReply());
    refuseWordAsReply(words, SettingsText.OPT_IN_REPLY, words.optInReply());
    return words;
  }

  /** Who has the default answer of the one scope gets that of the other. */
  private static ConsentWords ofScope(ConsentWords words, ConsentWords.Scope scope) {
    boolean answersByDefault =
        words.optOutReply().equals(ConsentWords.defaults(words.scope()).optOutReply());
    return new ConsentWords(
        words.optOut(),
        words.optIn(),
        answersByDefault ? ConsentWords.defaults(scope).optOutReply() : words.optOutReply(),
        words.optInReply(),
        scope);
  }

  private ConsentWords.Scope scope(ConsentWords.Scope old) {
    @Nullable GivenSetting value = given.get(SettingsText.STOP_SCOPE);
    return switch (value) {
      case null -> old;
      case GivenSetting.Unset _, GivenSetting.Nothing _ -> ConsentWords.Scope.MARKETING;
      case GivenSetting.Text(String text) when text.equals("marketing") ->
          ConsentWords.Scope.MARKETING;
      case GivenSetting.Text(String text) when text.equals("all") -> ConsentWords.Scope.ALL;
      case GivenSetting.Text _, GivenSetting.Texts _ -> {
        faults.fault(SettingsText.STOP_SCOPE, "must be marketing or all.");
        yield old;
      }
    };
  }

  private static Set<String> folded(List<String> words) {
    return words.stream().map(ConsentWords::folded).collect(Collectors.toCollection(HashSet::new));
  }

  /** Another system's robot may have the same words. */
  private void refuseWordAsReply(ConsentWords words, String name, String reply) {
    if (words.asked(reply).isPresent()) {
      faults.fault(name, "must not be one of the words itself.");
    }
  }

  private Optional<List<String>> words(String name, List<String> defaults) {
    @Nullable GivenSetting value = given.get(name);
    return switch (value) {
      case null -> Optional.empty();
      case GivenSetting.Unset _ -> Optional.of(defaults);
      case GivenSetting.Nothing _ -> Optional.of(List.of());
      case GivenSetting.Text(String text) -> Optional.of(checked(name, ConsentWords.listed(text)));
      case GivenSetting.Texts(var texts) -> Optional.of(checked(name, texts));
    };
  }

  private List<String> checked(String name, List<String> words) {
    boolean fits =
        !words.isEmpty()
            && words.size() <= MOST_WORDS
            && words.stream().allMatch(ConsentWordsReader::isWord);
    if (!fits) {
      faults.fault(
          name,
          "must be a list of 1 to "
              + MOST_WORDS
              + " words with letters or digits and without commas, each of at most "
              + LONGEST_WORD
              + " characters; or none, or unset for the default.");
    }
    return words;
  }

  private static boolean isWord(String word) {
    return PlainText.length(word) <= LONGEST_WORD
        && word.indexOf(',') < 0
        && word.indexOf('،') < 0
        && PlainText.fault(word).isEmpty()
        && !ConsentWords.folded(word).isEmpty();
  }

  private Optional<String> reply(String name, String defaultText) {
    @Nullable GivenSetting value = given.get(name);
    return switch (value) {
      case null -> Optional.empty();
      case GivenSetting.Unset _ -> Optional.of(defaultText);
      case GivenSetting.Nothing _ -> Optional.of("");
      case GivenSetting.Text(String text) -> Optional.of(checked(name, text));
      case GivenSetting.Texts(var texts) -> Optional.of(checked(name, String.join("\n", texts)));
    };
  }

  private String checked(String name, String text) {
    if (PlainText.length(text) > LONGEST_REPLY || PlainText.fault(text).isPresent()) {
      faults.fault(
          name,
          "must have at most "
              + LONGEST_REPLY
              + " characters; \\n begins a new line; none answers nothing.");
    }
    return text;
  }
}
