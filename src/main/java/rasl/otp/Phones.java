package rasl.otp;

import java.util.List;
import java.util.Optional;
import rasl.contact.ContactStore;
import rasl.contact.Phone;
import rasl.contact.WrittenPhone;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;

/** Which phone a written one is (contract 1.7), as a send finds it. */
final class Phones {
  private final ContactStore contacts;

  Phones(ContactStore contacts) {
    this.contacts = contacts;
  }

  /** Asks for a contact only where one could decide. */
  Phone of(TenantTx tx, WrittenPhone written) {
    Optional<Phone> digits = written.asInternational();
    if (digits.isPresent()
        && !digits.equals(written.reading())
        && !contacts.byPhones(tx, List.of(digits.get().digits())).isEmpty()) {
      return digits.get();
    }
    return written
        .reading()
        .orElseThrow(
            () ->
                Refusal.Invalid.field("phone", "The phone is not a valid phone number.").thrown());
  }
}
