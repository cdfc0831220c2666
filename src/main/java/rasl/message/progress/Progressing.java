package rasl.message.progress;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.event.Step;
import rasl.json.Json;
import rasl.message.MessageStatus;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.receive.Price;
import rasl.whatsapp.receive.WhatsAppUpdate.Progress;

/**
 * An outbound message while what is known of it is put together: reports may come late, twice and
 * in any order, and the status only ever moves forward (contract 2.5). {@code failed} comes only
 * from queued or sent; a failure that this server decided yields to whatever WhatsApp reports.
 */
public final class Progressing {
  /** The message's id. */
  public final long id;

  /** Whether a secret is kept until it is settled. */
  final boolean sealed;

  /** Whether another room wants to hear what becomes of it. */
  final boolean watched;

  /** Whether an attempt ended without anybody knowing whether it was sent. */
  public final boolean hasUnknownAttempt;

  /** WhatsApp's id of the message, where it has one. */
  @Nullable public String wamid;

  /** How far the message is by now. */
  public MessageStatus status;

  boolean failedHere;
  @Nullable String statusMessage;
  @Nullable Integer errorCode;
  @Nullable Instant sentAt;
  @Nullable Instant deliveredAt;
  @Nullable Instant readAt;
  @Nullable Instant failedAt;
  @Nullable String priceCategory;
  @Nullable String priceType;
  private final MessageStatus before;
  private boolean changed;

  /** As it is stored: what it is, and how far it came. */
  Progressing(
      long id,
      boolean sealed,
      boolean watched,
      boolean hasUnknownAttempt,
      @Nullable String wamid,
      MessageStatus status,
      boolean failedHere) {
    this.id = id;
    this.sealed = sealed;
    this.watched = watched;
    this.hasUnknownAttempt = hasUnknownAttempt;
    this.wamid = wamid;
    this.status = status;
    this.before = status;
    this.failedHere = failedHere;
  }

  /** Whether there is anything to write. */
  boolean isChanged() {
    return changed;
  }

  /** Whether its status is another one than the stored one. */
  boolean hasMoved() {
    return status != before;
  }

  /** Whether it failed because WhatsApp said so. */
  boolean isRefused() {
    return status == MessageStatus.FAILED && (!failedHere || errorCode != null);
  }

  /** Whether it may still be sent. */
  public boolean isWaiting() {
    return status.isWaiting();
  }

  /** WhatsApp's id of the message; the first that is known stays. */
  public void isKnownAs(String id) {
    if (wamid == null) {
      wamid = id;
      changed = true;
    }
  }

  /** How Meta charges for it: each word that it says is the latest. */
  public void costs(Price price) {
    @Nullable String category = price.category() == null ? priceCategory : price.category();
    @Nullable String type = price.type() == null ? priceType : price.type();
    if (!Objects.equals(category, priceCategory) || !Objects.equals(type, priceType)) {
      priceCategory = category;
      priceType = type;
      changed = true;
    }
  }

  /**
   * Takes in a report.
   *
   * @return whether it moved the status, so that there is an event to tell
   */
  public boolean report(Progress progress, Instant at, Optional<GraphError> error) {
    MessageStatus last = status;
    MessageStatus next = MessageStatus.valueOf(progress.name());
    boolean moves = mayMoveTo(next);
    if (moves) {
      status = next;
      failedHere = false;
      statusMessage = error.map(GraphError::text).orElse(null);
      errorCode = error.map(GraphError::code).orElse(null);
    }
    if (moves || status != MessageStatus.FAILED) {
      noteTime(progress, at);
    }
    changed = changed || moves;
    return status != last;
  }

  /** A time may be news without a step: delivered, told after read. */
  private void noteTime(Progress progress, Instant at) {
    switch (progress) {
      case SENT -> {
        changed = changed || sentAt == null;
        sentAt = sentAt == null ? at : sentAt;
      }
      case DELIVERED -> {
        changed = changed || deliveredAt == null;
        deliveredAt = deliveredAt == null ? at : deliveredAt;
      }
      case READ -> readAt = readAt == null ? at : readAt;
      case FAILED -> failedAt = failedAt == null ? at : failedAt;
    }
  }

  /** Where it is now, for an event. */
  public Step step(Instant at) {
    @Nullable String category = priceCategory;
    @Nullable String type = priceType;
    return new Step(
        status.text(),
        at,
        status == MessageStatus.FAILED ? statusMessage : null,
        category == null || type == null ? null : Json.write(new Price(category, type)));
  }

  /** It will not be sent. */
  public void cancel() {
    status = MessageStatus.CANCELLED;
    statusMessage = null;
    changed = true;
  }

  /** This server gives the message up. */
  public void failHere(String why, Optional<GraphError> error, Instant at) {
    status = MessageStatus.FAILED;
    failedHere = true;
    statusMessage = why;
    errorCode = error.map(GraphError::code).orElse(null);
    failedAt = at;
    changed = true;
  }

  private boolean mayMoveTo(MessageStatus next) {
    return switch (status) {
      case QUEUED, SCHEDULED -> true;
      case FAILED -> failedHere;
      case SENT -> next != MessageStatus.SENT;
      case DELIVERED -> next == MessageStatus.READ;
      case READ, CANCELLED, RECEIVED -> false;
    };
  }
}
