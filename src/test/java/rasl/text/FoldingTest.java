package rasl.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "أحمد | احمد",
        "إيمان | ايمان",
        "آمال | امال",
        "ٱلله | الله",
        "فاطمة | فاطمه",
        "مُحَمَّد | محمد",
        "محـــمد | محمد",
        "الرحمٰن | الرحمن",
        "منى | مني",
        "لؤي | لوي",
        "هانئ | هاني",
        "ﷲ | الله",
        "ﻻ | لا",
        "علی کریم | علي كريم",
        "خاں خان | خان خان",
        "צ׳כיה רס״ן | צ'כיה רס\"ן",
        "Şükrü ŞÜKRÜ | sukru sukru",
        "الرَّحۡمَٰن اللّٰه | الرحمن الله",
        "Åsa A\u030asa | asa asa",
        "می\u200cخواهم | ميخواهم",
        "٠١٢٣٤٥٦٧٨٩ | 0123456789",
        "۰۱۲ | 012",
        "José | jose",
        "JOSÉ | jose",
        "Jose\u0301 | jose",
        "Nguyễn | nguyen",
        "Straße | strasse",
        "STRASSE | strasse",
        "STRAẞE | strasse",
        "İSTANBUL ıssız | istanbul issiz",
        "ΟΔΟΣ οδός | οδοσ οδοσ",
        "Ёлка | елка",
        "Łódź Ørsted Đặng | lodz orsted dang",
        "Æsop œuvre | aesop oeuvre",
        "O’Brien O‘Brien OʼBrien O`Brien O´Brien | o'brien o'brien o'brien o'brien o'brien",
        "“quoted” „so“ «so» | \"quoted\" \"so\" \"so\"",
        "Abu–Bakr Abu‑Bakr | abu-bakr abu-bakr",
        "ﬁn ＡＢＣ ２ | fin abc 2",
        "a\u00a0\u2003b\t c | a b c",
        "שָׁלוֹם | שלום",
        "x\u202ay\u200ez\ufe0f | xyz",
      })
  void writingMakesNoDifference(String written, String folded) {
    assertThat(Folding.folded(written)).isEqualTo(folded);
  }

  @ParameterizedTest
  @CsvSource({
    "أحمد, حامد",
    "دار, ضار",
    "جمال, كمال",
    "น้ำ, นา",
    "कि, की",
    "かき, かぎ",
    "Anna, Ana",
  })
  void otherLettersMakeOne(String one, String other) {
    assertThat(Folding.folded(one)).isNotEqualTo(Folding.folded(other));
  }

  @Test
  void foldingTwiceIsFoldingOnce() {
    assertThat(characters().filter(c -> !foldsOnce("a" + Character.toString(c) + "b"))).isEmpty();
  }

  @Test
  void compositionMakesNoDifference() {
    assertThat(characters().filter(c -> !foldsInAnyForm("a" + Character.toString(c) + "b")))
        .isEmpty();
  }

  private static boolean foldsOnce(String text) {
    String once = Folding.folded(text);
    return Folding.folded(once).equals(once);
  }

  private static boolean foldsInAnyForm(String text) {
    String folded = Folding.folded(text);
    return Folding.folded(Normalizer.normalize(text, Normalizer.Form.NFD)).equals(folded)
        && Folding.folded(Normalizer.normalize(text, Normalizer.Form.NFC)).equals(folded);
  }

  /** All but those that differ only in their number, such as most of China's. */
  private static IntStream characters() {
    return IntStream.range(0, 0x30000)
        .filter(c -> c < 0x3400 || c > 0x9FFF || c % 100 == 0)
        .filter(c -> c < 0xAC00 || c > 0xD7A3 || c % 100 == 0)
        .filter(c -> c < 0x12000 || c > 0x1D000)
        .filter(c -> c < 0x20000)
        .filter(c -> Character.isDefined(c) && Character.getType(c) != Character.SURROGATE);
  }

  @Test
  void aPartFoldsToAPart() {
    String letters = "aB ßéأةىُ’–١ \tŁ\u00a0漢ー";
    var random = new Random(7);
    for (int run = 0; run < 2000; run++) {
      var text = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      int from = random.nextInt(6);
      String part = text.substring(from, from + 1 + random.nextInt(6));
      assertThat(Folding.folded(text.toString())).contains(Folding.folded(part));
    }
  }

  /** Marks beyond any sense would take the square of their number to be put into order. */
  @ParameterizedTest
  @ValueSource(strings = {"\u0301", "\u0e38\u0e48", "\u064b", "\u0344"})
  void manyMarksTakeNoLonger(String mark) {
    String text = "a" + mark.repeat(200_000);
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Folding.folded(text)))
        .startsWith("a");
  }

  @ParameterizedTest
  @CsvSource({"Anna Smith,", "50% off,", "José,jose", "أحمد,احمد", "O`Neil,o'neil"})
  void theKeyIsLeftOutWhereTheDatabaseFoldsAsWell(String text, String key) {
    assertThat(Folding.key(text)).isEqualTo(key);
  }
}
