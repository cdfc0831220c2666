package rasl.message.accept;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.contact.Contact;
import rasl.contact.ContactStore;
import rasl.contact.MarketingConsent;
import rasl.contact.Phone;
import rasl.contact.PhoneField;
import rasl.conversation.Conversation;
import rasl.conversation.ConversationStore;
import rasl.db.TenantTx;
import rasl.message.Wish;
import rasl.refusal.Refusal;

/** Finds out for a group of drafts whom they are for (contract 2.5, rule 1, and 1.7). */
public final class Recipients {
  private final ContactStore contacts;
  private final ConversationStore conversations;
  private final MarketingConsent marketing;

  public Recipients(
      ContactStore contacts, ConversationStore conversations, MarketingConsent marketing) {
    this.contacts = contacts;
    this.conversations = conversations;
    this.marketing = marketing;
  }

  /** Sets phone and, where they exist, contact and owner of the phone; refuses opted-out ones. */
  void resolve(TenantTx tx, List<Draft> drafts) {
    Set<String> digits = new HashSet<>();
    Set<Long> ids = new HashSet<>();
    for (Draft draft : drafts) {
      draft.wish().phone().all().forEach(phone -> digits.addAll(phone.candidates()));
      draft.wish().contactId().ifPresent(ids::add);
    }
    Map<String, Contact> byPhone =
        contacts.keepByPhones(tx, digits).stream()
            .collect(Collectors.toMap(Recipients::digits, Function.identity()));
    Map<Long, Contact> byId =
        ids.isEmpty()
            ? Map.of()
            : contacts.keepByIds(tx, ids).stream()
                .collect(Collectors.toMap(Contact::id, Function.identity()));
    for (Draft draft : drafts) {
      resolve(draft, byPhone, byId);
    }
    refuseUnwantedMarketing(tx, drafts);
  }

  /** What a customer stopped in WhatsApp itself would not be delivered, and cost its sender. */
  private void refuseUnwantedMarketing(TenantTx tx, List<Draft> drafts) {
    List<Draft> advertising =
        drafts.stream()
            .filter(draft -> draft.isAlive() && draft.wish().wording().isMarketing())
            .filter(draft -> draft.wish().sendAt().isEmpty())
            .toList();
    Set<Long> people =
        advertising.stream()
            .flatMap(Recipients::people)
            .map(Contact::id)
            .collect(Collectors.toSet());
    Set<Long> stopped = marketing.stopped(tx, people);
    for (Draft draft : advertising) {
      people(draft)
          .filter(contact -> stopped.contains(contact.id()))
          .findFirst()
          .ifPresent(contact -> draft.refuse(new Refusal.ContactOptedOut(contact.id(), true)));
    }
  }

  /** Whose contact it is, and who has the phone. */
  private static Stream<Contact> people(Draft draft) {
    return Stream.of(Optional.ofNullable(draft.contact), Optional.ofNullable(draft.owner))
        .flatMap(Optional::stream);
  }

  private static void resolve(Draft draft, Map<String, Contact> byPhone, Map<Long, Contact> byId) {
    Wish request = draft.wish();
    Optional<Phone> phone = request.phone().meant(written -> byPhone.containsKey(written.digits()));
    if (phone.isEmpty()) {
      draft.refuse(Refusal.Invalid.field("phone", PhoneField.INVALID));
      return;
    }
    draft.phone = phone.get();
    // One person, however the number is written, has one contact.
    draft.owner =
        phone.get().candidates().stream()
            .flatMap(digits -> Stream.ofNullable(byPhone.get(digits)))
            .findFirst()
            .orElse(null);
    draft.contact = draft.owner;
    if (request.contactId().isPresent()) {
      draft.contact = byId.get(request.contactId().get());
      if (draft.contact == null) {
        draft.refuse(new Refusal.NotFound("Contact"));
      }
    }
    if (request.sendAt().isPresent()) {
      return; // Opt-out is judged when it leaves.
    }
    people(draft)
        .filter(Contact::isOptedOut)
        .findFirst()
        .ifPresent(contact -> draft.refuse(new Refusal.ContactOptedOut(contact.id())));
  }

  /** Sets the threads that exist. */
  void findThreads(TenantTx tx, long connection, List<Draft> drafts) {
    Set<Long> ids =
        drafts.stream()
            .filter(Draft::isAlive)
            .map(draft -> draft.contact)
            .filter(Objects::nonNull)
            .map(Contact::id)
            .collect(Collectors.toSet());
    Map<Long, Conversation> threads =
        ids.isEmpty()
            ? Map.of()
            : conversations.ofContacts(tx, connection, ids).stream()
                .collect(Collectors.toMap(Conversation::contactId, Function.identity()));
    for (Draft draft : drafts) {
      if (draft.contact != null) {
        draft.thread = threads.get(draft.contact.id());
      }
    }
  }

  /** The digits that are stored as the phone of a contact. */
  public static String digits(Contact contact) {
    return contact.phone() == null ? "" : contact.phone().substring(1);
  }
}
