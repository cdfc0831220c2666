package rasl.message.progress;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rasl.contact.WhatsAppUser;
import rasl.db.TenantTx;
import rasl.job.Job;
import rasl.message.Content;
import rasl.message.MessageStatus;
import rasl.message.accept.Draft;
import rasl.message.read.MessageListStore;
import rasl.message.request.TemplateWording;
import rasl.text.Folding;

/** The SQL of messages on their way; {@link MessageListStore} reads them for people. */
public final class MessageStore {

  /** Ids of messages to come. */
  public List<Long> drawIds(TenantTx tx, int count) {
    return tx.query(
        "select nextval('message_id_seq') as id from generate_series(1, ?)",
        row -> row.getLong("id"),
        count);
  }

  /**
   * Stores messages on their way.
   *
   * @param jobs the jobs that send them, in their order
   */
  public void insertQueued(
      TenantTx tx, List<Draft> drafts, List<Job> jobs, String businessPhone, Instant now) {
    tx.update(
        """
        insert into message (tenant_id, id, conversation_id, contact_id, direction, type, phone, business_phone,
          body, body_key, payload, sealed, watched, marketing, send_at, job_id, status, created_at,
          updated_at, said_at)
        select ?, id, conversation_id, contact_id, 'outbound', type, phone, ?, body, body_key, payload,
          sealed, watched, marketing, send_at, job_id, case when send_at is null then 'queued' else 'scheduled' end, ?, ?, ?
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as input (id, conversation_id,
          contact_id, phone, type, body, body_key, payload, sealed, watched, marketing, send_at, job_id)
        """,
        tx.tenantId(),
        businessPhone,
        now,
        now,
        now,
        column(drafts, draft -> draft.messageId).toArray(Long[]::new),
        column(drafts, draft -> draft.knownThread().id()).toArray(Long[]::new),
        column(drafts, draft -> draft.knownContact().id()).toArray(Long[]::new),
        column(drafts, draft -> draft.knownPhone().digits()).toArray(String[]::new),
        column(drafts, draft -> draft.knownContent().type()).toArray(String[]::new),
        column(drafts, draft -> draft.knownContent().body()).toArray(String[]::new),
        column(drafts, draft -> Folding.key(draft.knownContent().body())).toArray(String[]::new),
        column(drafts, draft -> draft.knownContent().payload()).toArray(String[]::new),
        column(drafts, draft -> draft.knownContent().secret().isPresent()).toArray(Boolean[]::new),
        column(drafts, draft -> draft.wish().accompany().isPresent()).toArray(Boolean[]::new),
        column(drafts, draft -> draft.wish().wording().isMarketing()).toArray(Boolean[]::new),
        column(drafts, draft -> draft.wish().sendAt().orElse(null)).toArray(Instant[]::new),
        column(jobs, Job::id).toArray(Long[]::new));
  }

  /**
   * An outbound message as its sender needs it.
   *
   * @param to the digits that it goes to, or the user id where WhatsApp hides them
   * @param contactId whose contact it is; empty where that was deleted since
   * @param type as in {@link Content}
   * @param payload what goes to WhatsApp; null where it is made of the body
   * @param sealed whether what goes to WhatsApp is a secret instead
   * @param marketing whether it was marketing when it was taken in
   * @param acknowledges whether it only says that a wish to get no more was heard
   * @param dueAt when it was to leave
   * @param unknownAttempts how many attempts ended without a known outcome
   * @param unknownSince the receiver's clock when the last of them did
   * @param suspended whether the account is, so that nothing leaves
   */
  public record Outgoing(
      long id,
      MessageStatus status,
      WhatsAppUser to,
      OptionalLong contactId,
      String type,
      String body,
      @Nullable String payload,
      boolean sealed,
      boolean marketing,
      boolean acknowledges,
      Instant dueAt,
      int unknownAttempts,
      OptionalLong unknownSince,
      boolean suspended) {

    /** Whether WhatsApp takes it only within the customer service window: all but templates. */
    public boolean needsWindow() {
      return !type.equals(TemplateWording.TYPE);
    }
  }

  /** Messages that are about to be sent, with what an attempt needs of them. */
  public List<Outgoing> outgoing(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        """
        select id, status, phone, user_id, contact_id, type, body, payload, sealed, marketing,
          acknowledges, coalesce(send_at, created_at) as due_at, unknown_attempts, unknown_since_up_ms,
          (select status <> 'active' from tenant where id = ?) as suspended
        from message where tenant_id = ? and id = any(?)
        """,
        row ->
            new Outgoing(
                row.getLong("id"),
                MessageStatus.of(row.getString("status")),
                to(row),
                optionalLong(row, "contact_id"),
                row.getString("type"),
                row.getString("body"),
                row.getString("payload"),
                row.getBoolean("sealed"),
                row.getBoolean("marketing"),
                row.getBoolean("acknowledges"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                row.getInt("unknown_attempts"),
                optionalLong(row, "unknown_since_up_ms"),
                row.getBoolean("suspended")),
        tx.tenantId(),
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  private static WhatsAppUser to(ResultSet row) throws SQLException {
    @Nullable String phone = row.getString("phone");
    return phone == null
        ? new WhatsAppUser("", row.getString("user_id"))
        : new WhatsAppUser(phone, "");
  }

  /** The job that sends a message; empty where there never was one. */
  public OptionalLong jobOf(TenantTx tx, long id) {
    return tx.first(
            "select job_id from message where tenant_id = ? and id = ?",
            row -> optionalLong(row, "job_id"),
            tx.tenantId(),
            id)
        .orElseGet(OptionalLong::empty);
  }

  /** WhatsApp's spellings by the phones of their messages. */
  public Map<String, String> phones(TenantTx tx, Map<Long, String> spellings) {
    Map<String, String> byPhone = new TreeMap<>();
    tx.query(
            "select id, phone from message where tenant_id = ? and id = any(?)",
            row -> Map.entry(row.getString("phone"), row.getLong("id")),
            tx.tenantId(),
            spellings.keySet().toArray(Long[]::new))
        .forEach(one -> byPhone.put(one.getKey(), spellings.get(one.getValue())));
    return byPhone;
  }

  /** Which message of ours is meant, by WhatsApp's id or by our own, locked in a fixed order. */
  public List<Progressing> lock(TenantTx tx, Collection<String> wamids, Collection<Long> ids) {
    return tx.query(
        """
        select id, sealed, watched, unknown_attempts, wamid, status, failed_here, status_message,
          error_code, sent_at, delivered_at, read_at, failed_at, price_category, price_type
        from message
        where tenant_id = ? and direction = 'outbound' and id in (
          select id from message where tenant_id = ? and wamid = any(?)
          union all
          select unnest(?))
        order by id for no key update
        """,
        MessageStore::progressing,
        tx.tenantId(),
        tx.tenantId(),
        wamids.toArray(String[]::new),
        ids.toArray(Long[]::new));
  }

  /** Writes how far messages came; they are locked. */
  void progress(TenantTx tx, List<Progressing> messages, Instant now) {
    tx.update(
        """
        update message set
          wamid = coalesce(message.wamid, input.wamid),
          status = input.status,
          failed_here = input.failed_here,
          status_message = input.status_message,
          error_code = input.error_code,
          sent_at = input.sent_at,
          delivered_at = input.delivered_at,
          read_at = input.read_at,
          failed_at = case when input.status = 'failed' then input.failed_at end,
          price_category = input.price_category,
          price_type = input.price_type,
          updated_at = ?
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as input (id, wamid, status, failed_here,
          status_message, error_code, sent_at, delivered_at, read_at, failed_at, price_category,
          price_type)
        where message.tenant_id = ? and message.id = input.id
        """,
        now,
        column(messages, m -> m.id).toArray(Long[]::new),
        column(messages, m -> m.wamid).toArray(String[]::new),
        column(messages, m -> m.status.text()).toArray(String[]::new),
        column(messages, m -> m.failedHere).toArray(Boolean[]::new),
        column(messages, m -> m.statusMessage).toArray(String[]::new),
        column(messages, m -> m.errorCode).toArray(Integer[]::new),
        column(messages, m -> m.sentAt).toArray(Instant[]::new),
        column(messages, m -> m.deliveredAt).toArray(Instant[]::new),
        column(messages, m -> m.readAt).toArray(Instant[]::new),
        column(messages, m -> m.failedAt).toArray(Instant[]::new),
        column(messages, m -> m.priceCategory).toArray(String[]::new),
        column(messages, m -> m.priceType).toArray(String[]::new),
        tx.tenantId());
  }

  private static <M, T extends @Nullable Object> java.util.stream.Stream<T> column(
      List<M> rows, java.util.function.Function<M, T> value) {
    return rows.stream().map(value);
  }

  /** Their time has come. */
  public void noteDue(TenantTx tx, Collection<Long> ids, Instant now) {
    tx.update(
        """
        update message set status = 'queued', updated_at = ?
        where tenant_id = ? and id = any(?) and status = 'scheduled'
        """,
        now,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Says why a message still waits, without moving it. */
  public void explainWaiting(TenantTx tx, long id, String why, Instant now) {
    tx.update(
        """
        update message set status_message = ?, updated_at = ?
        where tenant_id = ? and id = ? and status = 'queued'
        """,
        why,
        now,
        tx.tenantId(),
        id);
  }

  /** Notes that an attempt ended without a known outcome. */
  public void noteUnknown(TenantTx tx, long id, long upMillis, String why, Instant now) {
    tx.update(
        """
        update message set status_message = ?, updated_at = ?,
          unknown_attempts = unknown_attempts + 1, unknown_since_up_ms = ?
        where tenant_id = ? and id = ? and status = 'queued'
        """,
        why,
        now,
        upMillis,
        tx.tenantId(),
        id);
  }

  private static Progressing progressing(ResultSet row) throws SQLException {
    var message =
        new Progressing(
            row.getLong("id"),
            row.getBoolean("sealed"),
            row.getBoolean("watched"),
            row.getInt("unknown_attempts") > 0,
            row.getString("wamid"),
            MessageStatus.of(row.getString("status")),
            row.getBoolean("failed_here"));
    message.statusMessage = row.getString("status_message");
    message.errorCode = row.getObject("error_code", Integer.class);
    message.sentAt = time(row, "sent_at");
    message.deliveredAt = time(row, "delivered_at");
    message.readAt = time(row, "read_at");
    message.failedAt = time(row, "failed_at");
    message.priceCategory = row.getString("price_category");
    message.priceType = row.getString("price_type");
    return message;
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    @Nullable Long value = row.getObject(column, Long.class);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
