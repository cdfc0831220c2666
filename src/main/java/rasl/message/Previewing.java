package rasl.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.Contact;
import rasl.contact.Phone;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.WhyNot;
import rasl.json.Json;
import rasl.message.accept.Acceptance;
import rasl.message.accept.Draft;

/**
 * Says what would come of a send, to whom it would go, and why not: all is done as for a send, in a
 * transaction that is undone (contract 2.5, rule 1).
 */
public final class Previewing {
  private final Db db;
  private final Acceptance acceptance;

  Previewing(Db db, Acceptance acceptance) {
    this.db = db;
    this.acceptance = acceptance;
  }

  /** The answer to a request for a preview. */
  public Answer answer(TenantId tenant, Wish wish) {
    try {
      return db.<Answer>inTenant(
          tenant,
          tx -> {
            throw new UndoneException(look(tx, wish));
          });
    } catch (UndoneException e) {
      return Answer.ok(e.seen);
    }
  }

  /** Carries what was seen out of a transaction that it ends. */
  private static final class UndoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, @Nullable Object> seen;

    UndoneException(Map<String, @Nullable Object> seen) {
      super("a preview is undone", null, false, false);
      this.seen = seen;
    }
  }

  private Map<String, @Nullable Object> look(TenantTx tx, Wish wish) {
    Draft draft = acceptance.look(tx, wish);
    List<WhyNot> refusals = draft.reasons().stream().map(WhyNot::of).toList();
    Optional<Contact> contact = draft.existingContact();
    Optional<Content> content = Optional.ofNullable(draft.content);
    @Nullable Phone phone = draft.phone;
    @Nullable Instant at = wish.sendAt().orElse(null);
    Map<String, @Nullable Object> seen = new LinkedHashMap<>();
    seen.put("would_send", refusals.isEmpty());
    seen.put("phone", phone == null ? null : phone.digits());
    seen.put("contact_id", contact.map(Contact::id).orElse(null));
    seen.put("creates_contact", refusals.isEmpty() && contact.isEmpty());
    seen.put("type", content.map(Content::type).orElse(null));
    seen.put("message", content.map(Content::body).orElse(null));
    seen.put("content", content.map(Previewing::sent).orElse(null));
    seen.put("send_at", at);
    seen.put("refusal", refusals.isEmpty() ? null : refusals.getFirst());
    seen.put("refusals", refusals);
    return seen;
  }

  /** What goes to WhatsApp, without recipient; dots stand for a code. */
  private static Object sent(Content content) {
    String payload =
        content.payload() == null ? Content.textPayload(content.body()) : content.payload();
    return Json.parseTrusted(payload);
  }
}
