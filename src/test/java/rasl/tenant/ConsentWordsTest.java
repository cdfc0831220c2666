package rasl.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.tenant.ConsentWords.Asks.IN;
import static rasl.tenant.ConsentWords.Asks.OUT;
import static rasl.tenant.ConsentWords.Asks.OUT_OF_ALL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How customers write the words (contract 2.5, rule 2). */
class ConsentWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "S T O P",
        "s.t.o.p",
        "S-T-O-P!",
        "stop\nstop",
        "STOP.STOP.STOP",
        "stop-stop",
        "*STOP*",
        "_stop_",
        "```stop```",
        "“STOP”",
        "stop <3",
        "stop :-(",
        "stop 👍🏽",
        "s\u200dtop",
        "sto\u0301p",
        "stop\u2060",
        "ｓｔｏｐ！",
        "stop إيقاف",
        "إيقاف / STOP",
        "أَوْقِفْ",
        "إلـــغـــاء",
        "الغاء\u200f.",
        "\u202bإلغاء الاشتراك\u202c",
        "إلغاء-الاشتراك",
        "إلغاء اشتراك",
        "ألغِ الاشتراك",
        "opt-out",
        "OPT OUT",
        "Stop promotions 🛑",
        "stop promotion",
      })
  void aWordIsAWordHoweverItIsWritten(String message) {
    assertThat(ConsentWords.DEFAULT.asked(message)).contains(OUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stop all",
        "STOP, ALL!",
        "stop-all",
        "ＳＴＯＰ　ＡＬＬ",
        "\"stop all\" 🛑",
        "stop stop all",
        "إيقاف الكلّ"
      })
  void allIsAll(String message) {
    assertThat(ConsentWords.DEFAULT.asked(message)).contains(OUT_OF_ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "🛑",
        "...",
        "stop it",
        "non stop",
        "don't stop",
        "stopstop",
        "stop 2",
        "STOP START",
        "bus stop",
        "الغاء الطلب",
        "start stop",
        "اوقفوا",
      })
  void whatSaysMoreIsNoWord(String message) {
    assertThat(ConsentWords.DEFAULT.asked(message)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"START", "start 🙂", "اشتـراك", "ابدأ!", "s.t.a.r.t"})
  void startIsReadAlike(String message) {
    assertThat(ConsentWords.DEFAULT.asked(message)).contains(IN);
  }

  @Test
  void manyWordsTakeNoLonger() {
    assertThat(ConsentWords.DEFAULT.asked("stop ".repeat(100_000))).isEmpty();
  }

  /** Also of what can mean nothing else. */
  @Test
  void whoSwitchedTheWordsOffHasNone() {
    var none = new ConsentWords(List.of(), List.of(), "", "", ConsentWords.Scope.ALL);
    for (String word : List.of("STOP", "stop all", "opt out", "stop promotions")) {
      assertThat(none.asked(word)).as(word).isEmpty();
    }
  }
}
