package rasl.tenant;

import java.util.Locale;

/** How phone numbers are read that begin with neither {@code +}, {@code 00} nor a trunk prefix. */
public enum BareDigits {
  /**
   * As people write them: a mobile of the tenant's country goes before another country's number.
   */
  AUTO,
  /** As programs write them that always send the country code. */
  INTERNATIONAL;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
