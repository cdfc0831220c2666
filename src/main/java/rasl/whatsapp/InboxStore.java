package rasl.whatsapp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import rasl.db.TenantTx;

/** The SQL of the inbox: changes as WhatsApp sent them, until they are applied. */
public final class InboxStore {

  /** A change that waits. */
  public record Waiting(long id, String phoneNumberId, String field, String value) {}

  void insertAll(TenantTx tx, List<Change> changes, Instant now) {
    tx.update(
        """
        insert into whatsapp_inbox (tenant_id, phone_number_id, field, value, received_at)
        select ?, phone_number_id, field, value, ?
        from unnest(?, ?, ?) as input (phone_number_id, field, value)
        """,
        tx.tenantId(),
        now,
        changes.stream().map(Change::phoneNumberId).toArray(String[]::new),
        changes.stream().map(Change::field).toArray(String[]::new),
        changes.stream().map(Change::value).toArray(String[]::new));
  }

  /** Takes the oldest changes out; whoever else takes some at the same time gets others. */
  public List<Waiting> take(TenantTx tx, int limit) {
    List<Waiting> taken = new ArrayList<>(take(tx, limit, tx.tenantId()));
    // In the order of their arrival, which "returning" does not keep.
    taken.sort(Comparator.comparingLong(Waiting::id));
    return taken;
  }

  private static List<Waiting> take(TenantTx tx, int limit, long tenant) {
    return tx.query(
        """
        with oldest as (
          select id from whatsapp_inbox where tenant_id = ?
          order by id limit ? for update skip locked)
        delete from whatsapp_inbox using oldest
        where whatsapp_inbox.tenant_id = ? and whatsapp_inbox.id = oldest.id
        returning whatsapp_inbox.id, phone_number_id, field, value
        """,
        row ->
            new Waiting(
                row.getLong("id"),
                row.getString("phone_number_id"),
                row.getString("field"),
                row.getString("value")),
        tenant,
        limit,
        tenant);
  }

  /** Whether changes wait that came before this time: what they tell is not known yet. */
  public boolean isBehind(TenantTx tx, Instant time) {
    return tx.first(
            """
            select 1 as one from whatsapp_inbox
            where tenant_id = ? and received_at < ? limit 1
            """,
            row -> row.getInt("one"),
            tx.tenantId(),
            time)
        .isPresent();
  }

  /** Which of these customers may have written what was not read yet. */
  public Set<String> unread(TenantTx tx, Collection<String> digits) {
    return Set.copyOf(
        tx.query(
            """
            select digits from unnest(?) as customer (digits)
            where exists (
              select 1 from whatsapp_inbox
              where tenant_id = ? and strpos(value, '"' || digits || '"') > 0)
            """,
            row -> row.getString("digits"),
            digits.toArray(String[]::new),
            tx.tenantId()));
  }
}
