package rasl.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.Phone;
import rasl.conversation.Conversation;
import rasl.refusal.Refusal;

/**
 * One message on its way through {@link Acceptance}: what is known of it so far. It is filled step
 * by step for a whole group at once, hence not a record; a refused draft is passed over by all
 * further steps.
 */
final class Draft {
  final AcceptCommand command;
  final long messageId;
  @Nullable Phone phone;
  @Nullable Contact contact;
  @Nullable Contact owner;
  @Nullable Conversation thread;
  @Nullable Content content;
  @Nullable Refusal refusal;
  private @Nullable Refusal laterRefusal;
  boolean repeated;

  Draft(AcceptCommand command, long messageId) {
    this.command = command;
    this.messageId = messageId;
  }

  Wish wish() {
    return command.wish();
  }

  boolean isAlive() {
    return refusal == null && !repeated;
  }

  void refuse(Refusal reason) {
    if (isAlive()) {
      refusal = reason;
    }
  }

  /** Refuses unless a reason that goes before this one is found: {@link #refuseAtLast}. */
  void refuseLater(Refusal reason) {
    if (laterRefusal == null) {
      laterRefusal = reason;
    }
  }

  /** Whether it will be refused in any case, so that it uses up no limit. */
  boolean isDoomed() {
    return laterRefusal != null;
  }

  void refuseAtLast() {
    if (laterRefusal != null) {
      refuse(laterRefusal);
    }
  }

  /** The number that the message goes to; known once the recipients are resolved. */
  Phone knownPhone() {
    if (phone == null) {
      throw new IllegalStateException("the recipient is not resolved");
    }
    return phone;
  }

  /** What it says; known once its merge fields are replaced. */
  Content knownContent() {
    if (content == null) {
      throw new IllegalStateException("the wording is not merged");
    }
    return content;
  }

  /** Whose thread it is; known once the missing contacts are made. */
  Contact knownContact() {
    if (contact == null) {
      throw new IllegalStateException("the contact is not made");
    }
    return contact;
  }

  Conversation knownThread() {
    if (thread == null) {
      throw new IllegalStateException("the thread is not made");
    }
    return thread;
  }

  Optional<Contact> existingContact() {
    return Optional.ofNullable(contact);
  }
}
