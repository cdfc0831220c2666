package rasl.otp;

import java.util.Optional;
import rasl.contact.PhoneReader;
import rasl.db.TenantTx;
import rasl.json.Json;
import rasl.message.QueuedMessage;
import tools.jackson.databind.JsonNode;

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

  /** Makes a code the one that counts for the phone that its message goes to. */
  void issue(TenantTx tx, QueuedMessage message, String purpose, NewCode code) {
    JsonNode template =
        Json.parseTrusted(message.payload() == null ? "{}" : message.payload()).path("template");
    var owner = new CodeOwner(message.phone(), purpose);
    Optional<String> country = phones.country(owner.phone());
    long id = store.drawId(tx);
    store.put(tx, owner, code, id, macs.of(tx.tenant(), owner, id, code.code()));
    log.insert(
        tx,
        new SendLog.Entry(
            id,
            owner,
            country.orElse(null),
            message.id(),
            template.path("name").asString(""),
            template.path("language").path("code").asString("")),
        code);
  }
}
