package rasl.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rasl.tenant.PhoneRules;

/** What holds for the phone numbers of all countries, tried on thousands made by chance. */
class PhonePropertiesTest {
  private static final long SEED = 20261123;
  private static final int OF_EACH_COUNTRY = 12;
  private static final String WRITTEN = "0123456789+-() ";

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
  private final PhoneReader reader = new PhoneReader();
  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void howeverANumberIsWrittenItIsOnePhone() {
    forEveryCountry(
        number -> {
          String home = numbers.getRegionCodeForNumber(number.number());
          Phone phone = read(number.e164(), home);
          String digits = number.e164().substring(1);
          for (String spelling :
              List.of("00" + digits, "+" + decorated(digits), " +" + digits + " ", digits)) {
            assertThat(read(spelling, home)).as(spelling).isEqualTo(phone);
          }
          String national = numbers.format(number.number(), PhoneNumberFormat.NATIONAL);
          if ("0".equals(numbers.getNddPrefixForRegion(home, true)) && isNational(national)) {
            assertThat(read(national, home)).as("%s in %s", national, home).isEqualTo(phone);
          }
        });
  }

  @Test
  void aPhoneReadsAsItselfEverywhere() {
    List<String> regions = new ArrayList<>(numbers.getSupportedRegions());
    forEveryCountry(
        number -> {
          Phone phone = read(number.e164(), "SA");
          String elsewhere = regions.get(random.nextInt(regions.size()));
          assertThat(read(phone.international(), elsewhere)).isEqualTo(phone);
          assertThat(new Phone(phone.digits())).isEqualTo(phone);
          assertThat(phone.toString()).doesNotContain(phone.digits());
        });
  }

  @Test
  void whoeverWhatsAppNamesInItsOwnWayIsFoundByOneOfTheKeys() {
    forEveryCountry(
        number -> {
          Phone phone = read(number.e164(), "SA");
          assertThat(phone.candidates()).startsWith(phone.digits()).doesNotHaveDuplicates();
          assertThat(phone.spellings()).containsAll(phone.candidates()).doesNotHaveDuplicates();
          for (String spelling : phone.spellings()) {
            assertThat(Collections.disjoint(new Phone(spelling).candidates(), phone.candidates()))
                .as("%s as %s", phone.digits(), spelling)
                .isFalse();
          }
          for (String other : phone.candidates()) {
            assertThat(new Phone(other).candidates()).contains(phone.digits());
          }
        });
  }

  /** What WhatsApp names a customer by is taken back in every spelling, valid or not. */
  @Test
  void whatTheServerAnswersIsTakenBackInEverySpelling() {
    List<String> regions = new ArrayList<>(numbers.getSupportedRegions());
    for (int i = 0; i < 5_000; i++) {
      var digits = new StringBuilder().append((char) ('1' + random.nextInt(9)));
      int more = 7 + random.nextInt(8);
      for (int j = 0; j < more; j++) {
        digits.append((char) ('0' + random.nextInt(10)));
      }
      Phone stored = new Phone(digits.toString());
      String shown = stored.digits();
      PhoneRules home = PhoneRules.of(regions.get(random.nextInt(regions.size())));
      for (String spelling :
          List.of(
              "+" + shown,
              "00" + shown,
              "+" + decorated(shown),
              "\u202a+" + shown + "\u202c",
              "+" + inArabic(shown),
              shown)) {
        assertThat(PhoneReader.fault(spelling)).isEmpty();
        assertThat(reader.read(spelling, home).meant(stored::equals))
            .as("%s in %s", spelling, home.country())
            .contains(stored);
      }
    }
  }

  private static String inArabic(String digits) {
    var text = new StringBuilder();
    digits.chars().forEach(digit -> text.append((char) (digit - '0' + '٠')));
    return text.toString();
  }

  @Test
  void nothingThatIsWrittenBreaksTheReader() {
    List<String> regions = new ArrayList<>(numbers.getSupportedRegions());
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(30);
      for (int j = 0; j < length; j++) {
        text.append(WRITTEN.charAt(random.nextInt(WRITTEN.length())));
      }
      String home = regions.get(random.nextInt(regions.size()));
      WrittenPhone written = reader.read(text.toString(), PhoneRules.of(home));
      written
          .reading()
          .ifPresent(
              phone ->
                  assertThat(written(text) + " " + phone.digits()).matches(".* [1-9][0-9]{4,19}"));
      if (text.chars().noneMatch(Character::isDigit)) {
        assertThat(written.isHopeless()).as(text.toString()).isTrue();
      }
    }
  }

  private static String written(StringBuilder text) {
    return "'" + text + "'";
  }

  private record Numbered(PhoneNumber number, String e164) {}

  /** Valid numbers of every country that has some, their last digits by chance. */
  private void forEveryCountry(Consumer<Numbered> property) {
    int tried = 0;
    for (String region : new TreeSet<>(numbers.getSupportedRegions())) {
      for (PhoneNumberType type : List.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)) {
        PhoneNumber example = numbers.getExampleNumberForType(region, type);
        for (int i = 0; example != null && i < OF_EACH_COUNTRY; i++) {
          PhoneNumber number = new PhoneNumber().mergeFrom(example);
          number.setNationalNumber(
              example.getNationalNumber() / 1000 * 1000 + random.nextInt(1000));
          if (numbers.isValidNumber(number)) {
            property.accept(new Numbered(number, numbers.format(number, PhoneNumberFormat.E164)));
            tried++;
          }
        }
      }
    }
    assertThat(tried).isGreaterThan(3_000);
  }

  private Phone read(String text, String country) {
    return reader
        .read(text, PhoneRules.of(country))
        .reading()
        .orElseThrow(() -> new AssertionError(text));
  }

  /** With what people put between digits. */
  private String decorated(String digits) {
    var text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      text.append(digits.charAt(i));
      if (random.nextInt(4) == 0) {
        text.append(" -()".charAt(random.nextInt(4)));
      }
    }
    return text.toString();
  }

  private static boolean isNational(String text) {
    return text.startsWith("0") && !text.startsWith("00") && PhoneReader.fault(text).isEmpty();
  }
}
