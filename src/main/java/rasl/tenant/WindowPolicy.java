package rasl.tenant;

import java.util.Locale;

/** Who judges the 24-hour customer service window (contract 2.5, rule 4). */
public enum WindowPolicy {
  /** This server, where it can know for sure; else WhatsApp. */
  AUTO,
  /** WhatsApp, always. */
  PASSTHROUGH;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
