package rasl.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.http.PlainText;

/** Names of files as people and programs write them (contract 2.5). */
class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "فاکتور\u200cها.pdf, فاکتور\u200cها.pdf, pdf",
    "invoice.PDF, invoice.PDF, pdf",
    "invoice.pdf\u200c, invoice.pdf\u200c, pdf",
    "invoice.pdf\ufe0f, invoice.pdf\ufe0f, pdf",
    "\u200finvoice.pdf\u200e, invoice.pdf, pdf",
    "evil\u202efdp.exe, evilfdp.exe, exe",
    "a\u00adb.jpg, ab.jpg, jpg",
    "👨\u200d👩\u200d👧.png, 👨\u200d👩\u200d👧.png, png",
    "a/b\\c.csv, a_b_c.csv, csv",
    "..pdf, ..pdf, pdf",
    "تقرير ٢٠٢٦.docx, تقرير ٢٠٢٦.docx, docx",
  })
  void whatNobodySeesIsLeftOutAndTheExtensionIsFound(String given, String name, String extension) {
    assertThat(FileName.of(given)).isEqualTo(name);
    assertThat(FileName.extension(name)).contains(extension);
  }

  @ParameterizedTest
  @ValueSource(strings = {"invoice", "invoice.", "", "."})
  void aNameMayHaveNoExtension(String name) {
    assertThat(FileName.extension(name)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"n, .pdf", "😀, .pdf", "م, .docx", "n, ''"})
  void aLongNameLosesTheEndBeforeItsExtension(String letter, String extension) {
    String fit = FileName.fit(letter.repeat(400) + extension);
    assertThat(PlainText.length(fit)).isEqualTo(FileName.MOST);
    assertThat(fit).startsWith(letter).endsWith(extension);
  }
}
