package rasl.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.tenant.PhoneRules;

/** Cells with phones as spreadsheets, address books and other programs write them. */
class SpreadsheetCellsTest {
  private final PhoneReader phones = new PhoneReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0501112233",
        "'0501112233",
        "''0501112233",
        "’0501112233",
        "\"0501112233\"",
        "“0501112233”",
        "=0501112233",
        "=+966501112233",
        "=\"+966501112233\"",
        "\u00a0966501112233\u00a0",
        "966501112233.0",
        "966501112233.000",
        "966501112233,0",
        "٩٦٦٥٠١١١٢٢٣٣٫٠",
        "966,501,112,233",
        "966'501'112'233",
        "966’501’112’233",
        "966.501.112.233",
        "٩٦٦٬٥٠١٬١١٢٬٢٣٣",
        "9.66501112233E+11",
        "9.665011122330E+11",
        "9,66501112233E+0011",
        "966501112233E0",
        "5.01112233E+08",
        "tel:0501112233",
        "Tel. 0501112233",
        "mobile: 050 111 2233",
        "جوال: ٠٥٠١١١٢٢٣٣",
        "p:+966501112233",
        "whatsapp:+966501112233",
        "https://wa.me/966501112233",
        "wa.me/+966501112233",
        "https://api.whatsapp.com/send?phone=966501112233",
        "966501112233@c.us",
        "966501112233@s.whatsapp.net",
        "0501112233.",
        "0501112233;",
        "050/111/2233",
        "\u202d+966 50 111 2233\u202c",
      })
  void aPhoneIsReadHoweverItWasSaved(String cell) {
    String phone = SpreadsheetCells.phone(cell);
    assertThat(SpreadsheetCells.fault(cell)).isEmpty();
    assertThat(PhoneReader.fault(phone)).isEmpty();
    assertThat(phones.read(phone, PhoneRules.of("SA")).reading())
        .contains(new Phone("966501112233"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9.66512E+11",
        "9,66512E+11",
        "9.66512e11",
        "9.66512 E+11",
        "9.66512E+011",
        "٩٫٦٦٥١٢E+11",
        "'9.66512E+11",
        "=\"9.66512E+11\"",
        "+9.66512E+11",
        "tel:9.66512E+11",
        "9.66512×10^11",
        "1E+12",
        "5.01112E+08",
      })
  void aRoundedNumberIsTold(String cell) {
    assertThat(SpreadsheetCells.fault(cell).orElseThrow()).contains("rounded this number");
  }

  /** To take one of two, or to leave letters out, would write to a stranger. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0501112233 / 0502223344",
        "0501112233;0502223344",
        "0501112233,0502223344",
        "0501112233 or 0502223344",
        "050 111 2233 ext. 5",
        "0501112233 x100",
        "O501112233",
        "0501112233*",
        "#########",
        "#N/A",
        "N/A",
        "=HYPERLINK(\"tel:0501112233\")",
        "501112233@example.com",
      })
  void whatIsNotOnePhoneIsNone(String cell) {
    assertThat(PhoneReader.fault(SpreadsheetCells.phone(cell))).isPresent();
    assertThat(SpreadsheetCells.fault(cell)).isEmpty();
  }
}
