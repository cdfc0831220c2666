package rasl.message;

import java.time.Instant;
import rasl.db.TenantId;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** Makes the codes of templates that are sent with {@code auto_generate_otp}. */
@FunctionalInterface
public interface OneTimeCodes {
  /**
   * Makes a code.
   *
   * @throws RefusedException where none may be made
   */
  Issued issue(TenantId tenant);

  /**
   * A code that is not kept yet.
   *
   * @param keeping keeps it together with the message that carries it
   */
  record Issued(String code, Instant expiresAt, Accompany keeping) {
    @Override
    public String toString() {
      return "Issued[REDACTED, expiresAt=" + expiresAt + "]";
    }
  }

  /** For a server that keeps no codes: it refuses. */
  static OneTimeCodes none() {
    return _ -> {
      throw Refusal.Invalid.field(
              "auto_generate_otp",
              "This server makes no codes by itself: give the code as a field of the template.")
          .thrown();
    };
  }
}
