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
import rasl.db.TenantTx;

/** The SQL of threads. */
public final class ConversationStore {

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

  /** Makes the threads of these contacts with a number, where there are none yet. */
  public void insertAll(TenantTx tx, long connection, Collection<Long> contacts, Instant now) {
    tx.update(
        """
        insert into conversation (tenant_id, contact_id, connection_id, created_at, updated_at)
        select ?, contact_id, ?, ?, ? from unnest(?) as input (contact_id)
        on conflict (tenant_id, contact_id, connection_id) do nothing
        """,
        tx.tenantId(),
        connection,
        now,
        now,
        contacts.toArray(Long[]::new));
  }

  /** How many threads count for the plan in this month. */
  public long countOf(TenantTx tx, LocalDate month) {
    return tx.first(
            """
            select count(*) as threads from conversation
            where tenant_id = ? and counted_month = ?
            """,
            row -> row.getLong("threads"),
            tx.tenantId(),
            month)
        .orElseThrow();
  }

  /** Counts threads for the plan in this month; a thread counts once. */
  public void count(TenantTx tx, Collection<Long> conversations, LocalDate month) {
    tx.update(
        """
        update conversation set counted_month = ?
        where tenant_id = ? and id = any(?) and counted_month is distinct from ?
        """,
        month,
        tx.tenantId(),
        conversations.toArray(Long[]::new),
        month);
  }

  /** Opens the windows of threads, or keeps them open for longer; never for less. */
  public void heard(TenantTx tx, Map<Long, Instant> lastInbound, Instant now) {
    tx.update(
        """
        update conversation set last_inbound_at = heard.at, updated_at = ?
        from unnest(?, ?) as heard (id, at)
        where conversation.tenant_id = ? and conversation.id = heard.id
          and (last_inbound_at is null or last_inbound_at < heard.at)
        """,
        now,
        lastInbound.keySet().toArray(Long[]::new),
        lastInbound.values().toArray(Instant[]::new),
        tx.tenantId());
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
