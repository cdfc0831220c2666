package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        " application/json ",
        "application/json;",
        "application/json; charset=utf-8",
        "application/json;charset=UTF8",
        "application/json ; Charset = \"utf-8\" ; "
      })
  void jsonInUtf8IsJson(String header) {
    assertThat(ContentType.of(header).isJson()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/jsonx",
        "application/json; charset=latin1",
        "application/json; version=1",
        "application/json; charset=utf-8; charset=utf-8",
        "application/json charset=utf-8"
      })
  void everythingElseIsNot(String header) {
    assertThat(ContentType.of(header).isJson()).isFalse();
    assertThat(ContentType.of(header).isForm()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data", "Multipart/Form-Data ; boundary=x"})
  void formsAreForms(String header) {
    assertThat(ContentType.of(header).isForm()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json;", "multipart/form-data; boundary=x"})
  void whatIsTooLongIsNotReadAtAll(String header) {
    String fits = header + " ".repeat(255 - header.length());
    assertThat(ContentType.of(fits).type()).isEqualTo(ContentType.of(header).type());
    assertThat(ContentType.of(fits + " ").type()).isEmpty();
    assertThat(ContentType.of(header + " ".repeat(15_000) + "x").type()).isEmpty();
  }
}
