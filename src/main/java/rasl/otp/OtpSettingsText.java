package rasl.otp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import rasl.tenant.SettingFaults;

/**
 * What a tenant chose for its one-time codes, as {@code ./rasl tenant} shows and takes it. An empty
 * value, or {@code unset}, gives a setting back to its default.
 */
public final class OtpSettingsText {
  private static final String MAX_ATTEMPTS = "otp_max_attempts";
  private static final String WRONG_A_DAY = "otp_wrong_guesses_a_day";
  private static final String GUESSES_PER_IP = "otp_guesses_per_ip_an_hour";
  private static final String PER_PHONE = "otp_sends_per_phone";
  private static final String PER_PHONE_A_DAY = "otp_sends_per_phone_a_day";
  private static final String AN_HOUR = "otp_sends_an_hour";
  private static final String SENDS_PER_IP = "otp_sends_per_ip_an_hour";
  private static final String COUNTRIES = "otp_countries";
  private static final String BLOCKED = "otp_blocked_prefixes";
  private static final String ALERT_PERCENT = "otp_alert_percent";
  private static final String ALERT_SAMPLE = "otp_alert_sample";
  private static final String ALERT_STOPS = "otp_alert_stops";

  /** The names of all settings of codes. */
  public static final List<String> NAMES =
      List.of(
          MAX_ATTEMPTS,
          WRONG_A_DAY,
          GUESSES_PER_IP,
          PER_PHONE,
          PER_PHONE_A_DAY,
          AN_HOUR,
          SENDS_PER_IP,
          COUNTRIES,
          BLOCKED,
          ALERT_PERCENT,
          ALERT_SAMPLE,
          ALERT_STOPS);

  /** RASL itself lets one send and six resends through in ten minutes. */
  private static final int FEWEST_PER_PHONE = 7;

  /** Each of these is kept as a list of times. */
  private static final int MOST_TIMES = 1000;

  private static final int MOST_AN_HOUR = 100_000;
  private static final String UNSET = "unset";
  private static final String ALL = "all";
  private static final String NONE = "none";
  private static final String OFF = "off";
  private static final Set<String> ISO_COUNTRIES = Set.of(Locale.getISOCountries());

  private final SettingFaults faults;
  private final Map<String, String> given = new LinkedHashMap<>();

  /**
   * @param faults where faults are noted
   */
  public OtpSettingsText(Map<String, String> given, SettingFaults faults) {
    this.faults = faults;
    given.forEach((name, value) -> this.given.put(name, value.isBlank() ? UNSET : value.strip()));
  }

  /** The settings as texts, by their names. */
  public static Map<String, String> show(OtpSettings settings) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(MAX_ATTEMPTS, Integer.toString(settings.guesses().perCode()));
    shown.put(WRONG_A_DAY, Integer.toString(settings.guesses().wrongADay()));
    shown.put(GUESSES_PER_IP, show(settings.guesses().perIpAnHour(), UNSET));
    shown.put(PER_PHONE, Integer.toString(settings.sends().perPhone()));
    shown.put(PER_PHONE_A_DAY, show(settings.sends().perPhoneADay(), UNSET));
    shown.put(AN_HOUR, show(settings.sends().anHour(), UNSET));
    shown.put(SENDS_PER_IP, show(settings.sends().perIpAnHour(), UNSET));
    Set<String> countries = settings.places().countries();
    shown.put(
        COUNTRIES,
        countries.isEmpty() ? ALL : String.join(",", countries.stream().sorted().toList()));
    List<String> blocked = settings.places().blockedPrefixes();
    shown.put(BLOCKED, blocked.isEmpty() ? NONE : String.join(",", blocked));
    shown.put(ALERT_PERCENT, show(settings.alert().percent(), OFF));
    shown.put(ALERT_SAMPLE, Integer.toString(settings.alert().sample()));
    shown.put(ALERT_STOPS, settings.alert().stops() ? "yes" : "no");
    return shown;
  }

  private static String show(OptionalInt number, String none) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : none;
  }

  /** Whether no setting of codes was given. */
  public boolean isEmpty() {
    return given.keySet().stream().noneMatch(NAMES::contains);
  }

  /** The settings with what was given; what is wrong is noted, and left as it was. */
  public OtpSettings apply(OtpSettings old) {
    OtpSettings usual = OtpSettings.DEFAULTS;
    return new OtpSettings(
        new OtpSettings.Guesses(
            number(MAX_ATTEMPTS, old.guesses().perCode(), usual.guesses().perCode(), 1, 20),
            number(WRONG_A_DAY, old.guesses().wrongADay(), usual.guesses().wrongADay(), 1, 200),
            maybe(GUESSES_PER_IP, old.guesses().perIpAnHour(), UNSET, MOST_TIMES)),
        new OtpSettings.Sends(
            number(
                PER_PHONE,
                old.sends().perPhone(),
                usual.sends().perPhone(),
                FEWEST_PER_PHONE,
                MOST_TIMES),
            maybe(PER_PHONE_A_DAY, old.sends().perPhoneADay(), UNSET, MOST_TIMES),
            maybe(AN_HOUR, old.sends().anHour(), UNSET, MOST_AN_HOUR),
            maybe(SENDS_PER_IP, old.sends().perIpAnHour(), UNSET, MOST_TIMES)),
        new OtpSettings.Places(countries(old), blocked(old)),
        new OtpSettings.Alert(
            percent(old.alert().percent(), usual.alert().percent()),
            number(ALERT_SAMPLE, old.alert().sample(), usual.alert().sample(), 1, MOST_AN_HOUR),
            stops(old)));
  }

  private int number(String name, int old, int usual, int least, int most) {
    @Nullable String value = given.get(name);
    if (value == null) {
      return old;
    }
    if (value.equals(UNSET)) {
      return usual;
    }
    int number = value.matches("[0-9]{1,7}") ? Integer.parseInt(value) : -1;
    if (number >= least && number <= most) {
      return number;
    }
    faults.fault(name, "must be a whole number from " + least + " to " + most + ".");
    return old;
  }

  private OptionalInt maybe(String name, OptionalInt old, String none, int most) {
    @Nullable String value = given.get(name);
    if (value == null) {
      return old;
    }
    return value.equals(none) ? OptionalInt.empty() : OptionalInt.of(number(name, 1, 1, 1, most));
  }

  private OptionalInt percent(OptionalInt old, OptionalInt usual) {
    return UNSET.equals(given.get(ALERT_PERCENT)) ? usual : maybe(ALERT_PERCENT, old, OFF, 100);
  }

  private Set<String> countries(OtpSettings old) {
    List<String> codes =
        list(
            COUNTRIES,
            ALL,
            List.copyOf(old.places().countries()),
            code -> code.toUpperCase(Locale.ROOT));
    for (String code : codes) {
      if (!ISO_COUNTRIES.contains(code)) {
        faults.fault(COUNTRIES, "must be ISO 3166 codes of two letters, such as SA,AE, or all.");
      }
    }
    return new LinkedHashSet<>(codes);
  }

  private List<String> blocked(OtpSettings old) {
    List<String> prefixes =
        list(
            BLOCKED,
            NONE,
            old.places().blockedPrefixes(),
            prefix -> prefix.startsWith("+") ? prefix.substring(1) : prefix);
    for (String prefix : prefixes) {
      if (!prefix.matches("[1-9][0-9]{0,14}")) {
        faults.fault(BLOCKED, "must be digits with country code, such as 96659,7, or none.");
      }
    }
    return prefixes;
  }

  private List<String> list(
      String name, String none, List<String> old, UnaryOperator<String> read) {
    @Nullable String value = given.get(name);
    if (value == null) {
      return old;
    }
    var items = new ArrayList<String>();
    if (!value.equals(UNSET) && !value.equals(none)) {
      for (String item : value.split(",", -1)) {
        items.add(read.apply(item.strip()));
      }
    }
    return items;
  }

  private boolean stops(OtpSettings old) {
    @Nullable String value = given.get(ALERT_STOPS);
    return switch (value) {
      case null -> old.alert().stops();
      case "yes" -> true;
      case "no", UNSET -> false;
      default -> {
        faults.fault(ALERT_STOPS, "must be yes or no.");
        yield old.alert().stops();
      }
    };
  }
}
