package rasl.tenant;

/**
 * How a tenant's phone numbers are read (contract 1.7).
 *
 * @param country ISO 3166 code, upper case: where national numbers are at home
 */
public record PhoneRules(String country, BareDigits bareDigits) {

  /** The rules of a tenant of a country that chose nothing else. */
  public static PhoneRules of(String country) {
    return new PhoneRules(country, BareDigits.AUTO);
  }
}
