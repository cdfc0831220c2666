package rasl.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.tenant.BareDigits;
import rasl.tenant.PhoneRules;

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
    "14155552671, US, 14155552671",
    "011 966 50 123 4567, US, 966501234567",
    "0011 966 50 123 4567, AU, 966501234567",
    "010-966-50-1234567, JP, 966501234567",
    "8 (912) 345-67-89, RU, 79123456789",
    "+39 06 1234 5678, SA, 390612345678",
    "+44 (0) 7911 123456, SA, 447911123456",
    "(00966) 501234567, SA, 966501234567",
    "0 15 11 98765 4321, BR, 5511987654321",
    "011 8765-4321, BR, 5511987654321",
    "011 15 2345 6789, AR, 5491123456789",
    "044 55 1234 5678, MX, 525512345678",
    "01 55 1234 5678, MX, 525512345678",
    "+52 1 55 1234 5678, MX, 525512345678",
    "𝟎𝟓𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕, SA, 966501234567",
    "०५०१२३४५६७, SA, 966501234567"
  })
  void spellingsMeet(String written, String country, String digits) {
    assertThat(phones.read(written, PhoneRules.of(country)).reading()).contains(new Phone(digits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+12", "++966501234567", "50+1234567", "", "()", "0012", "+0000000000"})
  void nonsenseIsNoNumber(String written) {
    assertThat(phones.read(written, PhoneRules.of("SA")).isHopeless()).isTrue();
  }

  /** People write numbers of their own country, programs the country code. */
  @ParameterizedTest
  @CsvSource({
    "(469) 293-5110, US, 14692935110, ",
    "532345678, SA, 966532345678, 532345678",
    "50051234, KW, 96550051234, 50051234",
    "13012345678, CN, 8613012345678, 13012345678",
    "6591234567, IN, 916591234567, 6591234567",
    "6468055018, MX, 526468055018, ",
    "966501234567, SA, 966501234567, 966501234567",
    "14155550123, SA, 14155550123, 14155550123",
    "971501234567, SA, 971501234567, 971501234567",
    "919876543210, IN, 919876543210, 919876543210",
    "9876543210, IN, 919876543210, ",
    "8613012345678, CN, 8613012345678, 8613012345678",
    "7911123456, GB, 447911123456, ",
    "612345678, FR, 33612345678, ",
    "3471234567, IT, 393471234567, ",
    "61234567, OM, 61234567, 61234567",
    "92123456, OM, 96892123456, 92123456",
    "33123456, QA, 97433123456, 33123456",
    "1187654321, BR, 5511987654321, ",
    "5512345678, MX, 525512345678, ",
    "15512345678, MX, 15512345678, 15512345678",
    "1012345678, EG, 201012345678, ",
    "3001234567, PK, 923001234567, ",
    "5321234567, TR, 905321234567, ",
    "812345678901, ID, 62812345678901, ",
    "791234567, JO, 962791234567, ",
    "33123456, BH, 97333123456, ",
    "77012345678, KZ, 77012345678, 77012345678",
  })
  void aMobileOfTheCountryGoesBeforeAnotherCountrys(
      String written, String country, String auto, String international) {
    assertThat(phones.read(written, PhoneRules.of(country)).reading().map(Phone::digits))
        .contains(auto);
    var rules = new PhoneRules(country, BareDigits.INTERNATIONAL);
    Optional<Phone> read = phones.read(written, rules).reading();
    if (international != null) {
      assertThat(read).isNotEqualTo(Optional.of(new Phone("966" + written)));
    }
    assertThat(read.map(Phone::digits).filter(digits -> !plain(written).endsWith(digits)))
        .as("no national reading")
        .isEmpty();
    assertThat(phones.read("00" + auto, rules).reading()).contains(new Phone(auto));
    assertThat(phones.read("0501234567", new PhoneRules("SA", BareDigits.INTERNATIONAL)).reading())
        .contains(new Phone("966501234567"));
  }

  private static String plain(String written) {
    return written.replaceAll("[^0-9]", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+966 (0)50 111 2233",
        "٠٥٠١١١٢٢٣٣",
        "۰۵۰۱۱۱۲۲۳۳",
        "\u202a+966 50 111 2233\u202c",
        "\u200e+966\u00a050\u00a0111\u00a02233\u200f",
        "+966‑50–111—2233",
        "+966\u221250\u2010111\u20122233",
        "＋９６６５０１１１２２３３",
        "（０５０）１１１　２２３３",
        "\ufeff0501112233",
        "\t0501112233\n",
      })
  void whatProgramsAndKeyboardsWriteIsRead(String written) {
    assertThat(PhoneReader.fault(written)).isEmpty();
    assertThat(phones.read(written, PhoneRules.of("SA")).reading())
        .contains(new Phone("966501112233"));
  }

  @ParameterizedTest
  @CsvSource({
    "050-abc, 5, \"a\"",
    "٠٥٠x, 4, \"x\"",
    "050.111, 4, \".\"",
    "050☎1, 4, U+260E",
    "\u202a+966ن, 6, \"ن\"",
    "😀050, 1, U+1F600",
    "050 111 2233 ext 5, 14, \"e\"",
  })
  void aCharacterThatNoPhoneHasIsNamedWithItsPlace(String written, int place, String shown) {
    assertThat(PhoneReader.fault(written).orElseThrow())
        .endsWith("its character " + place + " is " + shown + ".");
  }

  @Test
  void onlyTheDigitsThatWereWrittenMayBeAContacts() {
    assertThat(read("0501234567").ifStored()).isEmpty();
    assertThat(read("+966501234567").ifStored()).containsExactly(new Phone("966501234567"));
    assertThat(read("966501234567").ifStored()).containsExactly(new Phone("966501234567"));
  }

  /** Benin's numbers got two digits more in 2024; WhatsApp still names people by the old ones. */
  @ParameterizedTest
  @ValueSource(strings = {"+22997123456", "0022997123456", "22997123456", "+229 97 12 34 56"})
  void aNumberOfAnEarlierPlanIsAStoredContactsOnly(String written) {
    WrittenPhone phone = read(written);
    assertThat(phone.meant(_ -> false)).isEmpty();
    assertThat(phone.meant(new Phone("22997123456")::equals)).contains(new Phone("22997123456"));
  }

  @Test
  void atHomeItIsThatContactsToo() {
    Phone stored = new Phone("22997123456");
    assertThat(phones.read("97123456", PhoneRules.of("BJ")).ifStored()).contains(stored);
  }

  private WrittenPhone read(String written) {
    return phones.read(written, PhoneRules.of("SA"));
  }
}
