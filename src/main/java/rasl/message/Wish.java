package rasl.message;

import java.time.Instant;
import java.util.Optional;
import rasl.contact.Newcomer;
import rasl.contact.WrittenPhone;
import rasl.job.Lane;

/**
 * A wish to send one message.
 *
 * @param phone where it goes
 * @param contactId whose contact it is; empty for whoever has the phone, or a new contact
 * @param newcomer what the contact is like that is made where nobody has the phone
 * @param sendAt when it is to leave; empty for at once
 * @param lane how soon its turn comes
 * @param accompany what another room stores together with it
 */
public record Wish(
    WrittenPhone phone,
    Optional<Long> contactId,
    Optional<Newcomer> newcomer,
    Wording wording,
    Optional<Instant> sendAt,
    Lane lane,
    Optional<Accompany> accompany) {

  /** A message that leaves at once, behind codes and replies. */
  public static Wish of(WrittenPhone phone, Wording wording) {
    return new Wish(
        phone,
        Optional.empty(),
        Optional.empty(),
        wording,
        Optional.empty(),
        Lane.BULK,
        Optional.empty());
  }

  /** The same for this contact. */
  public Wish toContact(Optional<Long> contact) {
    return new Wish(phone, contact, newcomer, wording, sendAt, lane, accompany);
  }

  /** The same, for somebody who is to be made like this where nobody has the phone. */
  public Wish ofNewcomer(Optional<Newcomer> said) {
    return new Wish(phone, contactId, said, wording, sendAt, lane, accompany);
  }

  /** The same at another time. */
  public Wish at(Optional<Instant> time) {
    return new Wish(phone, contactId, newcomer, wording, time, lane, accompany);
  }

  /** The same in another lane. */
  public Wish in(Lane another) {
    return new Wish(phone, contactId, newcomer, wording, sendAt, another, accompany);
  }

  /** The same, together with what another room stores. */
  public Wish with(Accompany company) {
    return new Wish(phone, contactId, newcomer, wording, sendAt, lane, Optional.of(company));
  }
}
