package rasl.conversation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.http.list.Condition;

/**
 * The SQL that says of threads whether the customer service window is open: that of the number and
 * the names that the thread's contact has now ({@link ServiceWindows}), whoever wrote in the thread
 * before. A thread without a contact, such as a group's, has what was said in it alone.
 */
final class ThreadWindows {
  private ThreadWindows() {}

  /** The contacts who have this name, and the numbers that they wrote to since some time. */
  private static final String HEARD =
      """
      select customer.id, number.id from service_window heard
      join whatsapp_connection number on number.tenant_id = heard.tenant_id
        and number.phone_number_id = heard.phone_number_id
      join contact customer on customer.tenant_id = heard.tenant_id and %s
      where heard.tenant_id = ? and heard.opened_at > ?
      """;

  /** Of an Argentinian mobile, whose contact may be stored with a 9 or without. */
  private static final String SPELLED =
      "in (heard.customer, regexp_replace(heard.customer, '^54([1-9][0-9]{9})$', '549\\1'))";

  private static final String OPEN =
      "(conversation.contact_id, conversation.connection_id) in ("
          + HEARD.formatted("customer.phone_key " + SPELLED)
          + "union all "
          + HEARD.formatted("customer.wa_id " + SPELLED)
          + "union all "
          + HEARD.formatted("customer.whatsapp_user_id = heard.customer")
          + ") or (conversation.contact_id is null and conversation.last_inbound_at > ?)";

  /** Which threads of the list have an open window. */
  static Condition isOpen(long tenant, Instant now) {
    Instant since = now.minus(Conversation.WINDOW);
    return Condition.of(OPEN, tenant, since, tenant, since, tenant, since, since);
  }

  private record Opened(long thread, Instant at) {}

  /**
   * When the customers of threads last wrote or called.
   *
   * @return by thread; those that have no contact, or whose contact never did, are left out
   */
  static Map<Long, Instant> opened(TenantTx tx, Collection<Long> threads) {
    return tx
        .query(
            """
            select conversation.id, max(heard.opened_at) as opened_at from conversation
            join whatsapp_connection number on number.tenant_id = conversation.tenant_id
              and number.id = conversation.connection_id
            join contact customer on customer.tenant_id = conversation.tenant_id
              and customer.id = conversation.contact_id
            join service_window heard on heard.tenant_id = conversation.tenant_id
              and heard.phone_number_id = number.phone_number_id
              and heard.customer in (
                regexp_replace(customer.phone_key, '^549([1-9][0-9]{9})$', '54\\1'),
                regexp_replace(customer.wa_id, '^549([1-9][0-9]{9})$', '54\\1'),
                customer.whatsapp_user_id)
            where conversation.tenant_id = ? and conversation.id = any(?)
            group by conversation.id
            """,
            row ->
                new Opened(
                    row.getLong("id"),
                    row.getObject("opened_at", OffsetDateTime.class).toInstant()),
            tx.tenantId(),
            threads.toArray(Long[]::new))
        .stream()
        .collect(Collectors.toMap(Opened::thread, Opened::at));
  }
}
