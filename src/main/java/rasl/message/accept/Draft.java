package rasl.message.accept;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.Phone;
import rasl.conversation.Conversation;
import rasl.message.Content;
import rasl.message.Wish;
import rasl.refusal.Refusal;

/**
 * One message on its way through {@link Acceptance}: what is known of it so far. It is filled step
 * by step for a whole group at once, hence not a record; a refused draft is passed over by all
 * further steps.
 */
public final class Draft {
  final AcceptCommand command;

  /** The message's id, once it is stored. */
  public final long messageId;

  /** Whom it is for. */
  @Nullable public Phone phone;

  @Nullable Contact contact;
  @Nullable Contact owner;
  @Nullable Conversation thread;

  /** What is sent, with its merge fields replaced. */
  @Nullable public Content content;

  @Nullable Refusal refusal;
  private @Nullable Refusal laterRefusal;
  private final @Nullable List<Refusal> collected;
  private final List<Refusal> later = new ArrayList<>();
  boolean repeated;

  Draft(AcceptCommand command, long messageId) {
    this(command, messageId, null);
  }

  private Draft(AcceptCommand command, long messageId, @Nullable List<Refusal> collected) {
    this.command = command;
    this.messageId = messageId;
    this.collected = collected;
  }

  /** One that goes through all steps, and collects the reasons against it: nothing is sent. */
  static Draft toPreview(AcceptCommand command, long messageId) {
    return new Draft(command, messageId, new ArrayList<>());
  }

  /** All reasons that were collected; the first one is that of the send. */
  public List<Refusal> reasons() {
    return collected == null ? List.of() : List.copyOf(collected);
  }

  /** What the caller asked for. */
  public Wish wish() {
    return command.wish();
  }

  boolean isAlive() {
    return refusal == null && !repeated;
  }

  void refuse(Refusal reason) {
    if (collected != null) {
      collected.add(reason);
    } else if (isAlive()) {
      refusal = reason;
    }
  }

  /** Refuses unless a reason that goes before this one is found: {@link #refuseAtLast}. */
  void refuseLater(Refusal reason) {
    if (collected != null) {
      later.add(reason);
    } else if (laterRefusal == null) {
      laterRefusal = reason;
    }
  }

  /** Whether it will be refused in any case, so that it uses up no limit. */
  boolean isDoomed() {
    return laterRefusal != null;
  }

  void refuseAtLast() {
    later.forEach(this::refuse);
    if (laterRefusal != null) {
      refuse(laterRefusal);
    }
  }

  /** The number that the message goes to; known once the recipients are resolved. */
  public Phone knownPhone() {
    if (phone == null) {
      throw new IllegalStateException("the recipient is not resolved");
    }
    return phone;
  }

  /** What it says; known once its merge fields are replaced. */
  public Content knownContent() {
    if (content == null) {
      throw new IllegalStateException("the wording is not merged");
    }
    return content;
  }

  /** Whose thread it is; known once the missing contacts are made. */
  public Contact knownContact() {
    if (contact == null) {
      throw new IllegalStateException("the contact is not made");
    }
    return contact;
  }

  /** The conversation that it belongs to, once it is known. */
  public Conversation knownThread() {
    if (thread == null) {
      throw new IllegalStateException("the thread is not made");
    }
    return thread;
  }

  /** The contact that the request names or whose phone it is, where there is one already. */
  public Optional<Contact> existingContact() {
    return Optional.ofNullable(contact);
  }
}
