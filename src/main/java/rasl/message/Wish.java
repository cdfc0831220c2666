package rasl.message;

import java.time.Instant;
import java.util.Optional;
import rasl.contact.WrittenPhone;
import rasl.job.Lane;

/**
 * A wish to send one message.
 *
 * @param phone where it goes
 * @param contactId whose contact it is; empty for whoever has the phone, or a new contact
 * @param sendAt when it is to leave; empty for at once
 * @param lane how soon its turn comes
 * @param accompany what another room stores together with it
 */
public record Wish(
    WrittenPhone phone,
    Optional<Long> contactId,
    Wording wording,
    Optional<Instant> sendAt,
    Lane lane,
    Optional<Accompany> accompany) {

  /** A message that leaves at once, behind codes and replies. */
  public static Wish of(WrittenPhone phone, Wording wording) {
    return new Wish(
        phone, Optional.empty(), wording, Optional.empty(), Lane.BULK, Optional.empty());
  }

  /** The same for this contact. */
  public Wish toContact(Optional<Long> contact) {
    return new Wish(phone, contact, wording, sendAt, lane, accompany);
  }

  /** The same at another time. */
  public Wish at(Optional<Instant> time) {
    return new Wish(phone, contactId, wording, time, lane, accompany);
  }

  /** The same in another lane. */
  public Wish in(Lane another) {
    return new Wish(phone, contactId, wording, sendAt, another, accompany);
  }

  /** The same, together with what another room stores. */
  public Wish with(Accompany company) {
    return new Wish(phone, contactId, wording, sendAt, lane, Optional.of(company));
  }
}
