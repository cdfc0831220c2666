package rasl.message.request;

import java.time.Instant;
import java.util.Optional;
import rasl.contact.Newcomer;
import rasl.contact.WrittenPhone;
import rasl.message.Wish;
import rasl.message.Wording;

/**
 * Whom a request wants to send to, and when: what all sends have in common.
 *
 * @param phone empty where a fault was noted
 * @param newcomer what is said of a contact that may have to be made
 * @param sendAt empty for at once
 */
record Addressee(
    Optional<WrittenPhone> phone,
    Optional<Long> contactId,
    Optional<Newcomer> newcomer,
    Optional<Instant> sendAt) {

  /** The same, with what is said of a contact that may have to be made. */
  Addressee like(Optional<Newcomer> said) {
    return new Addressee(phone, contactId, said, sendAt);
  }

  /** The wish to send this; only where no fault was noted. */
  Wish wish(Wording wording) {
    return Wish.of(phone.orElseThrow(), wording)
        .toContact(contactId)
        .ofNewcomer(newcomer)
        .at(sendAt);
  }
}
