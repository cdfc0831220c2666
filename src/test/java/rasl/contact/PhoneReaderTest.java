package rasl.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a written number is read (contract 1.7). */
class PhoneReaderTest {
  private final PhoneReader phones = new PhoneReader();

  @ParameterizedTest
  @CsvSource({
    "+966 50 123 4567, SA, 966501234567",
    "00966501234567, SA, 966501234567",
    "966501234567, SA, 966501234567",
    "0501234567, SA, 966501234567",
    "(050) 123-4567, SA, 966501234567",
    "501234567, SA, 966501234567",
    "0151 23456789, DE, 4915123456789",
    "+49 151 23456789, SA, 4915123456789",
    "0049 (151) 23456789, SA, 4915123456789",
    "4155552671, US, 14155552671",
    "14155552671, US, 14155552671"
  })
  void spellingsMeet(String written, String country, String digits) {
    assertThat(phones.read(written, country).reading()).contains(new Phone(digits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+12", "++966501234567", "50+1234567", "", "()", "0012", "+0000000000"})
  void nonsenseIsNoNumber(String written) {
    assertThat(phones.read(written, "SA").isHopeless()).isTrue();
  }

  @Test
  void onlyDigitsWithoutAPrefixMayBeDecidedByAContact() {
    assertThat(phones.read("+966501234567", "SA").asInternational()).isEmpty();
    assertThat(phones.read("0501234567", "SA").asInternational()).isEmpty();
    assertThat(phones.read("966501234567", "SA").asInternational())
        .isEqualTo(Optional.of(new Phone("966501234567")));
  }
}
