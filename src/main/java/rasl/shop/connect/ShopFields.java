package rasl.shop.connect;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.http.Faults;
import rasl.http.Fields;
import rasl.http.JsonFields;
import tools.jackson.databind.JsonNode;

/** The fields of a request that makes or changes a shop. */
final class ShopFields {
  private static final String VERIFICATION = "verification";
  private static final String SIGNATURE_HEADER = "signature_header";
  private static final String USERNAME = "username";
  private static final String COUNTRY = "default_country";
  private static final String TIME_ZONE = "time_zone";
  private static final String CURRENCY_DISPLAY = "currency_display";
  private static final int LONGEST_NAME = 100;
  private static final int MOST_GROUPS = 20;
  private static final String USUAL_HEADER = "X-Signature";
  private static final String USUAL_USER = "rasl";
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  /** A token of RFC 9110, section 5.6.2. */
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

  /** RFC 7617 allows no colon. */
  private static final Pattern USER = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]{1,100}");

  private final Platform platform;
  private final Fields in;

  ShopFields(Platform platform, JsonNode body, Faults faults) {
    this.platform = platform;
    this.in = JsonFields.of(body, faults);
  }

  ShopSettings settings() {
    Verification verification = verification();
    return new ShopSettings(
        in.requiredText("name", LONGEST_NAME),
        verification,
        signatureHeader(verification),
        username(verification),
        new Place(country(), timeZone()),
        currencyDisplay(),
        groups(),
        in.bool("enabled").orElse(true));
  }

  private Verification verification() {
    List<Verification> known = platform.verifications();
    Optional<String> text = in.text(VERIFICATION, 20);
    Optional<Verification> chosen = text.flatMap(Verification::of).filter(known::contains);
    if (text.isPresent() && chosen.isEmpty()) {
      in.fault(
          VERIFICATION,
          "The verification of a shop of "
              + platform.text()
              + " must be "
              + String.join(" or ", known.stream().map(Verification::text).toList())
              + ".");
    }
    return chosen.orElse(known.getFirst());
  }

  /** Only custom shops choose theirs. */
  private Optional<String> signatureHeader(Verification verification) {
    boolean chooses = platform == Platform.CUSTOM && verification == Verification.SIGNATURE;
    return own(SIGNATURE_HEADER, chooses, HEADER, USUAL_HEADER, "must be the name of a header.");
  }

  private Optional<String> username(Verification verification) {
    return own(
        USERNAME,
        verification == Verification.BASIC,
        USER,
        USUAL_USER,
        "must have 1 to 100 printable ASCII characters, without blanks and colons.");
  }

  private Optional<String> own(String field, boolean has, Pattern good, String usual, String rule) {
    Optional<String> text = in.text(field, 100);
    if (!has) {
      if (text.isPresent()) {
        in.fault(field, "The " + field + " is not used by this shop's verification.");
      }
      return Optional.empty();
    }
    if (text.isPresent() && !good.matcher(text.get()).matches()) {
      in.fault(field, "The " + field + " " + rule);
    }
    return Optional.of(text.orElse(usual));
  }

  private Optional<String> country() {
    Optional<String> country = in.text(COUNTRY, 20).map(text -> text.toUpperCase(Locale.ROOT));
    if (country.isPresent() && !COUNTRIES.contains(country.get())) {
      in.fault(COUNTRY, "The default_country must be an ISO 3166 code of two letters, such as SA.");
    }
    return country;
  }

  private Optional<String> timeZone() {
    Optional<String> zone = in.text(TIME_ZONE, 100);
    if (zone.isPresent() && !ZoneId.getAvailableZoneIds().contains(zone.get())) {
      in.fault(
          TIME_ZONE, "The time_zone must be a name of the IANA database, such as Asia/Riyadh.");
    }
    return zone;
  }

  private List<Long> groups() {
    List<Long> groups = in.ids("groups").stream().distinct().sorted().toList();
    if (groups.size() > MOST_GROUPS) {
      in.fault("groups", "The groups field must not have more than " + MOST_GROUPS + " items.");
    }
    return groups;
  }

  private CurrencyDisplay currencyDisplay() {
    Optional<String> text = in.text(CURRENCY_DISPLAY, 20);
    Optional<CurrencyDisplay> display = text.flatMap(CurrencyDisplay::of);
    if (text.isPresent() && display.isEmpty()) {
      in.fault(
          CURRENCY_DISPLAY,
          "The currency_display must be one of "
              + String.join(", ", CurrencyDisplay.texts())
              + ".");
    }
    return display.orElse(CurrencyDisplay.SYMBOL);
  }
}
