package rasl.http.list;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Cells that a spreadsheet would compute. */
class CsvCellsTest {
  private static final String ALPHABET = "a';=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20, \"";
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20].*");

  private static final Map<String, String> WRITTEN =
      Map.ofEntries(
          entry("=1+1", "'=1+1"),
          entry("x;=1+1", "x;'=1+1"),
          entry("a\t=1", "a\t'=1"),
          entry("a\n+1", "a\n'+1"),
          entry("a\r\n@x", "a\r\n'@x"),
          entry("\uFF1D1", "'\uFF1D1"),
          entry("x;\uFF0B1;y", "x;'\uFF0B1;y"),
          entry("'=1", "''=1"),
          entry("x;'=1", "x;''=1"),
          entry("a;b=1", "a;b=1"),
          entry("it's 5-6", "it's 5-6"),
          entry("", ""));

  @Test
  void aSignThatBeginsACellGetsAnApostrophe() {
    WRITTEN.forEach(
        (text, written) -> {
          assertThat(CsvCells.neutralised(text)).isEqualTo(written);
          assertThat(CsvCells.restored(written)).isEqualTo(text);
        });
  }

  /** However a spreadsheet divides the line, no cell begins with a sign; and nothing is lost. */
  @Test
  void noDivisionOfATextGivesAFormulaAndEachTextComesBack() {
    var random = new Random(20260101);
    for (int round = 0; round < 20_000; round++) {
      String text =
          random
              .ints(random.nextInt(12), 0, ALPHABET.length())
              .mapToObj(i -> ALPHABET.substring(i, i + 1))
              .reduce("", String::concat);
      String written = CsvCells.neutralised(text);
      assertThat(CsvCells.restored(written)).isEqualTo(text);
      assertThat(written.split("[;\t\r\n]", -1))
          .as(text)
          .noneMatch(cell -> FORMULA.matcher(cell).matches());
    }
  }

  @Test
  void aFileOpenedWithSemicolonsHasNoFormula() {
    String line = CsvCells.neutralised("x;=1+1") + "," + CsvCells.neutralised("y;@z");
    var cells = CsvReader.builder().fieldSeparator(';').ofCsvRecord(line).stream();
    assertThat(cells.flatMap(row -> row.getFields().stream()))
        .containsExactly("x", "'=1+1,y", "'@z");
  }
}
