package rasl.people;

import java.time.Duration;
import java.util.Optional;
import rasl.db.TenantId;

/** Brings codes to people by WhatsApp; the room of one-time codes does it. */
public interface CodeMessenger {
  /** The digits of a phone that was written with its country code; empty where it is none. */
  Optional<String> digits(String phone);

  /**
   * Sends a code, or stores it to be sent soon.
   *
   * @param from whose connection it goes by
   * @throws rasl.refusal.RefusedException where it cannot be sent so
   */
  void send(From from, String digits, String code, Duration good);

  /** An account of this server, with an approved template for codes. */
  record From(TenantId account, String template, String language) {}
}
