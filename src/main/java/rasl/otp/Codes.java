package rasl.otp;

import java.util.Optional;
import rasl.contact.PhoneReader;
import rasl.db.TenantTx;

/** Makes codes count. */
final class Codes {
  private final PhoneReader phones;
  private final OtpStore store;
  private final SendLog log;
  private final CodeMacs macs;

  Codes(PhoneReader phones, OtpStore store, SendLog log, CodeMacs macs) {
    this.phones = phones;
    this.store = store;
    this.log = log;
    this.macs = macs;
  }

  /**
   * Makes a code the one that counts for its owner, in the transaction that accepts its message.
   *
   * @param message the message that carries it
   */
  void issue(TenantTx tx, CodeOwner owner, NewCode code, long message) {
    long id = store.drawId(tx);
    Optional<String> country = phones.country(owner.phone());
    store.put(tx, owner, code, id, macs.of(tx.tenant(), owner, id, code.code()));
    log.insert(tx, new SendLog.Entry(id, owner, country.orElse(null), message), code);
  }
}
