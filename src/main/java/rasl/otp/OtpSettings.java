package rasl.otp;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What a tenant has chosen for its one-time codes. An empty number means no limit. */
public record OtpSettings(Guesses guesses, Sends sends, Places places, Alert alert) {
  /** What a tenant has that chose nothing. */
  public static final OtpSettings DEFAULTS =
      new OtpSettings(
          new Guesses(5, 30, OptionalInt.empty()),
          new Sends(10, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty()),
          new Places(Set.of(), List.of()),
          new Alert(OptionalInt.of(10), 50, false));

  /**
   * How often codes may be guessed.
   *
   * @param perCode wrong guesses that end a code
   * @param wrongADay wrong guesses for a phone and purpose in 24 hours, however many codes there
   *     are
   * @param perIpAnHour calls for one {@code end_user_ip}
   */
  public record Guesses(int perCode, int wrongADay, OptionalInt perIpAnHour) {}

  /**
   * How often codes may be sent.
   *
   * @param perPhone in 10 minutes, resends included
   * @param perPhoneADay in 24 hours, resends included
   * @param anHour of the whole tenant
   * @param perIpAnHour for one {@code end_user_ip}
   */
  public record Sends(
      int perPhone, OptionalInt perPhoneADay, OptionalInt anHour, OptionalInt perIpAnHour) {}

  /**
   * Where codes may be sent.
   *
   * @param countries ISO 3166 codes, upper case; empty for all
   * @param blockedPrefixes digits with country code with which no phone may begin
   */
  public record Places(Set<String> countries, List<String> blockedPrefixes) {
    public Places {
      countries = Set.copyOf(countries);
      blockedPrefixes = List.copyOf(blockedPrefixes);
    }
  }

  /**
   * When a country looks like fraud: too few of its codes are verified.
   *
   * @param percent of an hour's codes below which it does; empty for never
   * @param sample codes that it takes at least
   * @param stops whether sending to such a country stops for an hour
   */
  public record Alert(OptionalInt percent, int sample, boolean stops) {}
}
