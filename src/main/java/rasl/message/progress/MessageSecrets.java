package rasl.message.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.TenantTx;
import rasl.message.Content;
import rasl.message.accept.Draft;

/**
 * Payloads that must not be stored in the clear, such as those with a one-time code: encrypted,
 * each for its own tenant and message, and only until the message is settled.
 */
public final class MessageSecrets {
  private final Sealer sealer;

  public MessageSecrets(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Keeps the secrets of the drafts that have one. */
  public void keep(TenantTx tx, List<Draft> drafts) {
    var ids = new ArrayList<Long>();
    var sealed = new ArrayList<String>();
    var limits = new ArrayList<Instant>();
    for (Draft draft : drafts) {
      draft
          .knownContent()
          .secret()
          .ifPresent(
              secret -> {
                ids.add(draft.messageId);
                sealed.add(seal(tx, draft.messageId, secret.payload()));
                limits.add(secret.notAfter());
              });
    }
    if (ids.isEmpty()) {
      return;
    }
    tx.update(
        """
        insert into message_secret (tenant_id, message_id, sealed, not_after)
        select ?, message_id, decode(sealed, 'base64'), not_after
        from unnest(?, ?, ?) as input (message_id, sealed, not_after)
        """,
        tx.tenantId(),
        ids.toArray(Long[]::new),
        sealed.toArray(String[]::new),
        limits.toArray(Instant[]::new));
  }

  /**
   * The secrets that messages have, by message. One that cannot be opened is not among them: it was
   * sealed by a key that this server no longer has.
   */
  public Map<Long, Content.Secret> open(TenantTx tx, Collection<Long> messages) {
    record Row(long id, byte[] sealed, Instant notAfter) {}
    if (messages.isEmpty()) {
      return Map.of();
    }
    Map<Long, Content.Secret> opened = new HashMap<>();
    for (Row row :
        tx.query(
            """
            select message_id, sealed, not_after from message_secret
            where tenant_id = ? and message_id = any(?)
            """,
            found ->
                new Row(
                    found.getLong("message_id"),
                    found.getBytes("sealed"),
                    found.getObject("not_after", OffsetDateTime.class).toInstant()),
            tx.tenantId(),
            messages.toArray(Long[]::new))) {
      Optional<byte[]> payload = sealer.open(row.sealed(), context(tx, row.id()));
      payload.ifPresent(
          bytes ->
              opened.put(row.id(), new Content.Secret(new String(bytes, UTF_8), row.notAfter())));
    }
    return opened;
  }

  /** Forgets the secrets of messages that are settled. */
  void forget(TenantTx tx, Collection<Long> messages) {
    if (messages.isEmpty()) {
      return;
    }
    tx.update(
        "delete from message_secret where tenant_id = ? and message_id = any(?)",
        tx.tenantId(),
        messages.toArray(Long[]::new));
  }

  private String seal(TenantTx tx, long message, String payload) {
    return Base64.getEncoder()
        .encodeToString(sealer.seal(payload.getBytes(UTF_8), context(tx, message)));
  }

  /** What is stored encrypted. */
  public SealedColumn sealedColumn() {
    return new SealedColumn(
        "message_secret",
        List.of("tenant_id", "message_id"),
        "sealed",
        sealer,
        key -> context(key.getFirst(), key.getLast()));
  }

  private static byte[] context(TenantTx tx, long message) {
    return context(String.valueOf(tx.tenantId()), String.valueOf(message));
  }

  private static byte[] context(String tenant, String message) {
    return ("message_secret:" + tenant + ":" + message).getBytes(UTF_8);
  }
}
