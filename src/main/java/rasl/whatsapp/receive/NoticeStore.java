package rasl.whatsapp.receive;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import rasl.db.TenantTx;

/** The SQL of what WhatsApp told beside messages. */
public final class NoticeStore {
  /** How many a tenant keeps: the newest. */
  static final int KEPT = 1000;

  /**
   * Something that WhatsApp told.
   *
   * @param field the webhook's own word, such as {@code account_update}
   * @param value JSON as WhatsApp sent it
   * @param toldAt in WhatsApp's clock where it says so
   */
  public record Notice(String field, String value, Instant toldAt) {
    Notice at(Instant time) {
      return new Notice(field, value, time);
    }
  }

  /**
   * What holds for a tenant's number or account, as WhatsApp told it last.
   *
   * @param name the webhook's field, and after a slash the kind where several hold at once
   * @param value JSON as WhatsApp sent it
   */
  public record Fact(String name, String value, Instant toldAt) {}

  /** All that is known of the tenant's number and account, by name. */
  public List<Fact> facts(TenantTx tx) {
    return tx.query(
        "select name, value, told_at from whatsapp_fact where tenant_id = ? order by name",
        row ->
            new Fact(
                row.getString("name"),
                row.getString("value"),
                row.getObject("told_at", OffsetDateTime.class).toInstant()),
        tx.tenantId());
  }

  /**
   * Notes a fact unless a later one is known.
   *
   * @return whether it is now the latest
   */
  boolean putFact(TenantTx tx, String name, Notice notice, Instant now) {
    return tx.update(
            """
            insert into whatsapp_fact (tenant_id, name, value, told_at, updated_at)
            values (?, ?, ?, ?, ?)
            on conflict (tenant_id, name) do update set
              value = excluded.value, told_at = excluded.told_at, updated_at = excluded.updated_at
            where whatsapp_fact.told_at <= excluded.told_at
            """,
            tx.tenantId(),
            name,
            notice.value(),
            notice.toldAt(),
            now)
        == 1;
  }

  /** Keeps notices, and gives their ids; the oldest ones of a tenant with very many go. */
  public List<Long> insertAll(TenantTx tx, List<Notice> notices, Instant now) {
    if (notices.isEmpty()) {
      return List.of();
    }
    List<Long> ids =
        tx.query(
            """
            insert into whatsapp_notice (tenant_id, field, value, told_at, received_at)
            select ?, field, value, told_at, ?
            from unnest(?, ?, ?) as input (field, value, told_at)
            returning id
            """,
            row -> row.getLong("id"),
            tx.tenantId(),
            now,
            notices.stream().map(Notice::field).toArray(String[]::new),
            notices.stream().map(Notice::value).toArray(String[]::new),
            notices.stream().map(Notice::toldAt).toArray(Instant[]::new));
    tx.update(
        """
        delete from whatsapp_notice where tenant_id = ? and id <= (
          select id from whatsapp_notice where tenant_id = ? order by id desc offset ? limit 1)
        """,
        tx.tenantId(),
        tx.tenantId(),
        KEPT);
    return ids;
  }
}
