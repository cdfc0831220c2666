package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PlainTextTest {
  @Test
  void lowerCaseIsJavasWithTheSigmaOfTheEndOfWords() {
    for (String text :
        List.of(
            "", "ABC", "İÄß", "ΟΔΟΣ", "ΟΔΥΣΣΕΥΣ ΣΟΦΟΣ", "Σ", "Σ Σ", "a-ΑΣ, ΑΣ.", "\ud83d\ude00Σ")) {
      assertThat(PlainText.lower(text)).isEqualTo(text.toLowerCase(Locale.ROOT));
    }
    assertThat(PlainText.folded("Οδός")).isEqualTo(PlainText.folded("ΟΔΌΣ"));
    assertThat(PlainText.folded("e\u0301")).isEqualTo(PlainText.folded("É"));
  }

  /** Either took minutes: one sigma half a millisecond, and marks the square of their number. */
  @Test
  @Timeout(30)
  void longTextsOfAnyLettersAreQuick() {
    assertThat(PlainText.lower("Σ\u0301".repeat(200_000))).hasSize(400_000);
    String marks = "a" + "\u0301\u0323".repeat(100_000);
    assertThat(PlainText.folded(marks)).isEqualTo(marks);
    assertThat(PlainText.folded("Σ".repeat(PlainText.MOST_COMPARED))).endsWith("σς");
  }
}
