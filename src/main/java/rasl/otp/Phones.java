package rasl.otp;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.contact.ContactStore;
import rasl.contact.Phone;
import rasl.contact.PhoneField;
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
    boolean certain =
        written.reading().isPresent()
            && written.ifStored().stream().allMatch(written.reading().get()::equals);
    Set<String> stored = certain ? Set.of() : stored(tx, written);
    return written
        .meant(phone -> stored.contains(phone.digits()))
        .orElseThrow(() -> Refusal.Invalid.field("phone", PhoneField.INVALID).thrown());
  }

  private Set<String> stored(TenantTx tx, WrittenPhone written) {
    List<String> digits = written.ifStored().stream().map(Phone::digits).toList();
    return contacts.byPhones(tx, digits).stream()
        .flatMap(contact -> Stream.ofNullable(contact.phone()))
        .map(phone -> phone.substring(1))
        .collect(Collectors.toSet());
  }
}
