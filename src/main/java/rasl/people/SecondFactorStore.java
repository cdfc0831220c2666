package rasl.people;

import java.time.Instant;
import java.util.List;
import rasl.db.SystemTx;

/** The SQL of one-time codes and recovery codes. */
final class SecondFactorStore {
  /** Uses a step up; false where it, or a later one, was used already. */
  boolean useStep(SystemTx tx, long person, long step) {
    return tx.update(
            "update person set totp_step = ? where id = ? and coalesce(totp_step, 0) < ?",
            step,
            person,
            step)
        == 1;
  }

  /** Uses a recovery code up; false where the person has none with this hash. */
  boolean useRecoveryCode(SystemTx tx, long person, byte[] sha256) {
    return tx.update("delete from recovery_code where person_id = ? and sha256 = ?", person, sha256)
        == 1;
  }

  /** Asks for codes of this secret from now on, and forgets the recovery codes of another one. */
  void turnOn(SystemTx tx, long person, byte[] sealed, List<byte[]> recoveryCodes, Instant now) {
    tx.update("update person set totp_sealed = ? where id = ?", sealed, person);
    tx.update("delete from recovery_code where person_id = ?", person);
    for (byte[] hash : recoveryCodes) {
      tx.update(
          "insert into recovery_code (person_id, sha256, created_at) values (?, ?, ?)",
          person,
          hash,
          now);
    }
  }

  void turnOff(SystemTx tx, long person) {
    tx.update("update person set totp_sealed = null where id = ?", person);
    tx.update("delete from recovery_code where person_id = ?", person);
  }

  int recoveryCodesLeft(SystemTx tx, long person) {
    return tx.first(
            "select count(*)::int as codes from recovery_code where person_id = ?",
            row -> row.getInt("codes"),
            person)
        .orElseThrow();
  }
}
