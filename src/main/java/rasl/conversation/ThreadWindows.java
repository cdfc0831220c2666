package rasl.conversation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.http.list.Condition;

/**
 * The SQL that says of threads whether the customer service window is open: that of the number and
 * the names that the thread's contact has now ({@link ServiceWindows}), whoever wrote in the thread
 * before. A thread without a contact, such as a group's, has none.
 */
final class ThreadWindows {
  private ThreadWindows() {}

  /** The names that a contact may have in the windows; each is looked for by itself, by a key. */
  private static final List<String> NAMES = List.of("phone_key", "wa_id", "whatsapp_user_id");

  private static final String OPEN =
      "select from ("
          + ofEachName(
              """
              select customer.id from service_window heard
              join contact customer on customer.tenant_id = heard.tenant_id
                and customer.%s = heard.customer
              where heard.tenant_id = ? and heard.opened_at > ? and heard.phone_number_id = (
                select phone_number_id from whatsapp_connection where tenant_id = ?)
              """)
          + ") as open where open.id = conversation.contact_id";

  private static final String OPENED =
      "select id, max(opened_at) as opened_at from ("
          + ofEachName(
              """
              select conversation.id, heard.opened_at from conversation
              join contact customer on customer.tenant_id = conversation.tenant_id
                and customer.id = conversation.contact_id
              join service_window heard on heard.tenant_id = customer.tenant_id
                and heard.customer = customer.%s
              where conversation.tenant_id = ? and conversation.id = any(?)
                and heard.phone_number_id = (
                  select phone_number_id from whatsapp_connection where tenant_id = ?)
              """)
          + ") as opened group by id";

  private static String ofEachName(String query) {
    return NAMES.stream().map(query::formatted).collect(Collectors.joining("union all "));
  }

  /** Which threads of the list have an open window. */
  static Condition isOpen(long tenant, Instant now) {
    Instant since = now.minus(Conversation.WINDOW);
    return Condition.exists(
        OPEN, tenant, since, tenant, tenant, since, tenant, tenant, since, tenant);
  }

  private record Opened(long thread, Instant at) {}

  /**
   * When the customers of threads last wrote or called.
   *
   * @return by thread; those that have no contact, or whose contact never did, are left out
   */
  static Map<Long, Instant> opened(TenantTx tx, Collection<Long> threads) {
    Long[] ids = threads.toArray(Long[]::new);
    return tx
        .query(
            OPENED,
            row ->
                new Opened(
                    row.getLong("id"),
                    row.getObject("opened_at", OffsetDateTime.class).toInstant()),
            tx.tenantId(),
            ids,
            tx.tenantId(),
            tx.tenantId(),
            ids,
            tx.tenantId(),
            tx.tenantId(),
            ids,
            tx.tenantId())
        .stream()
        .collect(Collectors.toMap(Opened::thread, Opened::at));
  }
}
