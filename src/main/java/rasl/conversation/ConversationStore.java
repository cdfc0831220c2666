package rasl.conversation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of threads. */
public final class ConversationStore {
  /** Takes threads in one order for all, so that no two transactions wait for each other. */
  private static final String LOCKED =
      """
      with locked as (
        select id from conversation where tenant_id = ? and id = any(?)
        order by id for no key update)
      """;

  /** The threads of these contacts with a number. */
  public List<Conversation> ofContacts(TenantTx tx, long connection, Collection<Long> contacts) {
    return tx.query(
        """
        select id, contact_id, last_inbound_at, counted_month from conversation
        where tenant_id = ? and connection_id = ? and contact_id = any(?)
        """,
        ConversationStore::read,
        tx.tenantId(),
        connection,
        contacts.toArray(Long[]::new));
  }

  /**
   * Makes the threads of contacts with a number, where there are none yet.
   *
   * @param begun when something was first said in each, by contact
   */
  public void insertAll(TenantTx tx, long connection, Map<Long, Instant> begun, Instant now) {
    tx.update(
        """
        insert into conversation (tenant_id, contact_id, connection_id, last_message_at, created_at,
          updated_at)
        select ?, contact_id, ?, begun, ?, ? from unnest(?, ?) as input (contact_id, begun)
        on conflict (tenant_id, contact_id, connection_id) do nothing
        """,
        tx.tenantId(),
        connection,
        now,
        now,
        begun.keySet().toArray(Long[]::new),
        begun.values().toArray(Instant[]::new));
  }

  /** The threads of groups of WhatsApp's, by the group's id; those that do not exist are made. */
  public Map<String, Conversation> ofGroups(
      TenantTx tx, long connection, Map<String, Instant> begun, Instant now) {
    tx.update(
        """
        insert into conversation (tenant_id, group_id, connection_id, last_message_at, created_at,
          updated_at)
        select ?, group_id, ?, begun, ?, ? from unnest(?, ?) as input (group_id, begun)
        on conflict (tenant_id, connection_id, group_id) where group_id is not null do nothing
        """,
        tx.tenantId(),
        connection,
        now,
        now,
        begun.keySet().toArray(String[]::new),
        begun.values().toArray(Instant[]::new));
    return tx
        .query(
            """
            select id, contact_id, last_inbound_at, counted_month, group_id from conversation
            where tenant_id = ? and connection_id = ? and group_id = any(?)
            """,
            row -> Map.entry(row.getString("group_id"), read(row)),
            tx.tenantId(),
            connection,
            begun.keySet().toArray(String[]::new))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How many threads count for the plan in this month, at no more cost where they are many. */
  public long countOf(TenantTx tx, LocalDate month) {
    return tx.first(
            """
            select coalesce(sum(conversations), 0)::bigint as threads from conversation_tally
            where tenant_id = ? and month = ?
            """,
            row -> row.getLong("threads"),
            tx.tenantId(),
            month)
        .orElseThrow();
  }

  /**
   * Counts threads for the plan in this month; a thread counts once. A connection has a stripe of
   * the tally of its own, so that two rarely wait for each other.
   */
  public void count(TenantTx tx, Collection<Long> conversations, LocalDate month) {
    tx.update(
        """
        with counted as (
          update conversation set counted_month = ?
          where tenant_id = ? and id = any(?) and counted_month is distinct from ?
          returning id)
        insert into conversation_tally as tally (tenant_id, month, stripe, conversations)
        select ?, ?, pg_backend_pid() % 64, count(*) from counted having count(*) > 0
        on conflict (tenant_id, month, stripe) do update
        set conversations = tally.conversations + excluded.conversations
        """,
        month, tx.tenantId(), conversations.toArray(Long[]::new), month, tx.tenantId(), month);
  }

  /**
   * What customers did in one thread.
   *
   * @param opensAt the latest thing that opens the window; null where nothing does
   * @param messages how many messages they wrote that nobody here has read
   * @param saidAt the place of the last one in the thread; null where there is none
   */
  public record Heard(@Nullable Instant opensAt, int messages, @Nullable Instant saidAt) {
    /** Both together. */
    public Heard and(Heard other) {
      return new Heard(
          later(opensAt, other.opensAt), messages + other.messages, later(saidAt, other.saidAt));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
      return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
  }

  /** Opens the windows of threads, or keeps them open for longer, and counts what is unread. */
  public void heard(TenantTx tx, Map<Long, Heard> heard, Instant now) {
    tx.update(
        LOCKED
            + """
            update conversation set
              last_inbound_at = greatest(last_inbound_at, heard.at),
              unread_count = unread_count + heard.messages,
              last_message_at = greatest(last_message_at, heard.said_at),
              updated_at = ?
            from locked join unnest(?, ?, ?, ?) as heard (id, at, messages, said_at) on heard.id = locked.id
            where conversation.tenant_id = ? and conversation.id = locked.id
            """,
        tx.tenantId(),
        heard.keySet().toArray(Long[]::new),
        now,
        heard.keySet().toArray(Long[]::new),
        heard.values().stream().map(Heard::opensAt).toArray(Instant[]::new),
        heard.values().stream().map(Heard::messages).toArray(Integer[]::new),
        heard.values().stream().map(Heard::saidAt).toArray(Instant[]::new),
        tx.tenantId());
  }

  /** Notes that something was written to customers. */
  public void wrote(TenantTx tx, Collection<Long> threads, Instant now) {
    tx.update(
        LOCKED
            + """
            update conversation set last_message_at = ? from locked
            where conversation.tenant_id = ? and conversation.id = locked.id
              and last_message_at < ?
            """,
        tx.tenantId(),
        threads.toArray(Long[]::new),
        now,
        tx.tenantId(),
        now);
  }

  private static Conversation read(ResultSet row) throws SQLException {
    return new Conversation(
        row.getLong("id"),
        row.getLong("contact_id"),
        Optional.ofNullable(row.getObject("last_inbound_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getObject("counted_month", LocalDate.class)));
  }
}
