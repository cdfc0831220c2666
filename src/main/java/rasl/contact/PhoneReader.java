package rasl.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.http.PlainText;
import rasl.tenant.BareDigits;
import rasl.tenant.PhoneRules;
import rasl.text.Folding;

/**
 * Reads phone numbers as people write them (contract 1.7): {@code +} or {@code 00} means
 * international, the country's trunk prefix means national. Other digits are a mobile number of the
 * tenant's country where that is valid, else international where that is valid, else national where
 * that is valid, else international where possible.
 */
public final class PhoneReader {
  /** What a phone consists of once it is {@link #plain}. */
  private static final Pattern CHARACTERS = Pattern.compile("[0-9+\\-() ]*");

  private static final Pattern OLD_PREFIX_OF_MEXICO = Pattern.compile("(?:01|04[45])([0-9]{10})");

  private static final int BRAZIL = 55;
  private static final int INDIA = 91;
  private static final long FIRST_MOBILE_OF_INDIA = 6_000_000_000L;
  private static final String NO_REGION = "ZZ";

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

  /**
   * The text with the digits, hyphens, blanks and parentheses of any script as plain ones, and
   * without the characters that nobody sees, such as those that programs put around a number in a
   * text from right to left.
   */
  public static String plain(String text) {
    return PlainText.trim(Folding.folded(text));
  }

  /** Why the text can be no phone, as a sentence; empty where it has no other characters. */
  public static Optional<String> fault(String text) {
    if (CHARACTERS.matcher(plain(text)).matches()) {
      return Optional.empty();
    }
    int place = 1;
    for (int i = 0; i < text.length(); place++) {
      String one = Character.toString(text.codePointAt(i));
      if (!CHARACTERS.matcher(Folding.folded(one)).matches()) {
        return Optional.of(
            "The phone may have only digits, +, -, blanks and parentheses; its character "
                + place
                + " is "
                + shown(one)
                + ".");
      }
      i += one.length();
    }
    return Optional.of("The phone may have only digits, +, -, blanks and parentheses.");
  }

  private static String shown(String character) {
    int c = character.codePointAt(0);
    boolean visible = Character.isLetterOrDigit(c) || (c > ' ' && c < 0x7F);
    return visible ? "\"" + character + "\"" : "U+%04X".formatted(c);
  }

  /** Reads a number, whose characters are known to be good. */
  public WrittenPhone read(String text, PhoneRules rules) {
    String plain = isPlain(text) ? text : plain(text);
    String start = only(plain, true);
    String digits = only(start, false);
    if (start.lastIndexOf('+') > 0 || digits.isEmpty()) {
      return WrittenPhone.NONE;
    }
    if (start.startsWith("+")) {
      return international(digits, possible(digits));
    }
    if (digits.startsWith("00")) {
      String rest = digits.substring(2);
      // Some countries dial 0011 or 001 before a country code.
      return international(rest, possible(rest).or(() -> abroad(digits, rules.country())));
    }
    String country = rules.country();
    if (hasTrunkPrefix(digits, country)) {
      Optional<Phone> reading = national(digits, country);
      return international(digits, reading).orElseStored(atHome(digits, country));
    }
    boolean national = rules.bareDigits() == BareDigits.AUTO;
    Optional<Phone> reading = national ? bare(digits, country) : valid(digits);
    WrittenPhone written = international(digits, reading);
    return (national ? written.orElseStored(atHome(digits, country)) : written)
        .orElse(() -> possible(digits));
  }

  /** What Mexico dialled before its ten digits until 2019, and lists of numbers still have. */
  private static String withoutOldPrefix(String digits, String country) {
    Matcher old = OLD_PREFIX_OF_MEXICO.matcher(digits);
    return country.equals("MX") && old.matches() ? old.group(1) : digits;
  }

  private static WrittenPhone international(String digits, Optional<Phone> reading) {
    return new WrittenPhone(
        Phone.isDigits(digits) ? List.of(new Phone(digits)) : List.of(), reading);
  }

  /** With the ninth digit that mobiles of Brazil have, but older lists of numbers do not. */
  private Optional<PhoneNumber> byTodaysPlan(PhoneNumber number) {
    return number.getCountryCode() == BRAZIL
        ? phone(number).flatMap(phone -> parse(phone.international(), NO_REGION))
        : Optional.of(number);
  }

  /** Read with what is dialled in the country before a number of another one. */
  private Optional<Phone> abroad(String digits, String country) {
    return parse(digits, country).filter(numbers::isValidNumber).flatMap(this::phone);
  }

  private Optional<Phone> bare(String digits, String country) {
    Optional<PhoneNumber> national =
        parse(withoutOldPrefix(digits, country), country)
            .flatMap(this::byTodaysPlan)
            .filter(numbers::isValidNumber);
    return national
        .filter(this::isMobile)
        .flatMap(this::phone)
        .or(() -> valid(digits))
        .or(() -> national.flatMap(this::phone));
  }

  /**
   * India gives its mobiles ten digits from 6 on (National Numbering Plan of 2003, as amended in
   * 2018); libphonenumber takes some of them for landlines, which nobody writes without their 0.
   */
  private boolean isMobile(PhoneNumber number) {
    PhoneNumberType type = numbers.getNumberType(number);
    return type == PhoneNumberType.MOBILE
        || type == PhoneNumberType.FIXED_LINE_OR_MOBILE
        || (number.getCountryCode() == INDIA
            && number.getNationalNumber() >= FIRST_MOBILE_OF_INDIA);
  }

  /** Digits of the country that its plan does not know, such as those of an earlier plan. */
  private List<Phone> atHome(String digits, String country) {
    @Nullable String prefix = numbers.getNddPrefixForRegion(country, true);
    String rest =
        prefix != null && digits.startsWith(prefix) ? digits.substring(prefix.length()) : digits;
    int code = numbers.getCountryCodeForRegion(country);
    return code > 0 && Phone.isDigits(code + rest) ? List.of(new Phone(code + rest)) : List.of();
  }

  /** The country (ISO 3166) that a number belongs to; empty for those of no single country. */
  public Optional<String> country(Phone phone) {
    return parse(phone.international(), NO_REGION)
        .map(numbers::getRegionCodeForNumber)
        .filter(region -> region.length() == 2 && !region.equals(NO_REGION));
  }

  /** Almost all are: this runs for every message. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
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
