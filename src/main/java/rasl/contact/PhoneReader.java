package rasl.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads phone numbers as people write them (contract 1.7): {@code +} or {@code 00} means
 * international, the country's trunk prefix means national, and other digits are international
 * where that is valid, else national where that is valid, else international where possible.
 */
public final class PhoneReader {
  /** What a written number may consist of. */
  public static final Pattern CHARACTERS = Pattern.compile("[0-9+\\-() ]*");

  private static final String NO_REGION = "ZZ";

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  /**
   * Reads a number.
   *
   * @param country ISO 3166 code, upper case: where national numbers are at home
   */
  public WrittenPhone read(String text, String country) {
    String start = only(text, true);
    String digits = only(start, false);
    if (start.lastIndexOf('+') > 0 || digits.isEmpty()) {
      return WrittenPhone.certain(Optional.empty());
    }
    if (start.startsWith("+")) {
      return WrittenPhone.certain(possible(digits));
    }
    if (digits.startsWith("00")) {
      return WrittenPhone.certain(possible(digits.substring(2)));
    }
    if (hasTrunkPrefix(digits, country)) {
      return WrittenPhone.certain(national(digits, country));
    }
    Optional<Phone> asInternational =
        Phone.isDigits(digits) ? Optional.of(new Phone(digits)) : Optional.empty();
    Optional<Phone> reading =
        valid(digits).or(() -> nationalIfValid(digits, country)).or(() -> possible(digits));
    return new WrittenPhone(asInternational, reading);
  }

  /** The country (ISO 3166) that a number belongs to; empty for those of no single country. */
  public Optional<String> country(Phone phone) {
    return parse(phone.international(), NO_REGION)
        .map(numbers::getRegionCodeForNumber)
        .filter(region -> region.length() == 2 && !region.equals(NO_REGION));
  }

  /** Without a pattern: this runs for every message. */
  private static String only(String text, boolean plusToo) {
    var kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || (plusToo && c == '+')) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  private boolean hasTrunkPrefix(String digits, String country) {
    @Nullable String prefix = numbers.getNddPrefixForRegion(country, true);
    return prefix != null
        && !prefix.isEmpty()
        && digits.startsWith(prefix)
        // Where the prefix is also a country code (such as 1 or 7), only 0 is told apart safely.
        && (prefix.startsWith("0") || valid(digits).isEmpty());
  }

  private Optional<Phone> valid(String digits) {
    return international(digits).filter(numbers::isValidNumber).flatMap(this::phone);
  }

  private Optional<Phone> possible(String digits) {
    return international(digits).filter(numbers::isPossibleNumber).flatMap(this::phone);
  }

  private Optional<PhoneNumber> international(String digits) {
    return parse("+" + Phone.ofOneLine(digits), NO_REGION);
  }

  private Optional<Phone> national(String digits, String country) {
    return parse(digits, country).filter(numbers::isPossibleNumber).flatMap(this::phone);
  }

  private Optional<Phone> nationalIfValid(String digits, String country) {
    return parse(digits, country).filter(numbers::isValidNumber).flatMap(this::phone);
  }

  private Optional<PhoneNumber> parse(String text, String region) {
    try {
      return Optional.of(numbers.parse(text, region));
    } catch (NumberParseException _) {
      return Optional.empty();
    }
  }

  private Optional<Phone> phone(PhoneNumber number) {
    String digits = numbers.format(number, PhoneNumberUtil.PhoneNumberFormat.E164).substring(1);
    return Phone.isDigits(digits) ? Optional.of(new Phone(digits)) : Optional.empty();
  }
}
