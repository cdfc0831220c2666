package rasl.simulator;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Locale;
import java.util.regex.Pattern;
import rasl.crypto.Hashes;

/** WhatsApp ids where they are not simply the phone number. */
final class RegionalIds {
  private static final Pattern MEXICO = Pattern.compile("52([2-9][0-9]{9})");
  private static final Pattern ARGENTINA = Pattern.compile("54([1-8][0-9]{9})");

  /** Mobile numbers of area codes from 31 on, whose older accounts lack the ninth digit. */
  private static final Pattern BRAZIL = Pattern.compile("(55(?:[3-9][1-9]))9([0-9]{8})");

  private RegionalIds() {}

  /** The id of the account behind these digits. */
  static String waId(String digits) {
    if (MEXICO.matcher(digits).matches()) {
      return "521" + digits.substring(2);
    }
    if (ARGENTINA.matcher(digits).matches()) {
      return "549" + digits.substring(2);
    }
    var brazil = BRAZIL.matcher(digits);
    return brazil.matches() ? brazil.group(1) + brazil.group(2) : digits;
  }

  /** A user id as Meta makes them: the country, and digits that tell nothing. */
  static String userId(String waId) {
    byte[] hash = Hashes.sha256(waId);
    long number = 0;
    for (int i = 0; i < 7; i++) {
      number = (number << 8) | (hash[i] & 0xff);
    }
    return region(waId) + "." + String.format(Locale.ROOT, "%017d", number);
  }

  /** The country code in front of a business's own number. */
  static String countryCode(String digits) {
    try {
      return Integer.toString(
          PhoneNumberUtil.getInstance().parse("+" + digits, "ZZ").getCountryCode());
    } catch (NumberParseException _) {
      return "";
    }
  }

  private static String region(String waId) {
    try {
      PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
      String region =
          numbers.getRegionCodeForCountryCode(numbers.parse("+" + waId, "ZZ").getCountryCode());
      return region.matches("[A-Z]{2}") && !region.equals("ZZ") ? region : "US";
    } catch (NumberParseException _) {
      return "US";
    }
  }
}
