package rasl.conversation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.contact.Phone;
import rasl.contact.WhatsAppUser;
import rasl.db.TenantTx;

/**
 * The SQL of the 24-hour customer service windows (contract 2.5, rule 4). A window belongs to a
 * business number and to the customer's number or user id, whatever becomes of the contact's
 * record.
 */
public final class ServiceWindows {

  /** Opens windows, or keeps them open for longer, by what customers did and when. */
  public void open(TenantTx tx, String phoneNumberId, Map<WhatsAppUser, Instant> signs) {
    Map<String, Instant> opened = new TreeMap<>();
    signs.forEach(
        (user, at) -> {
          keys(user)
              .forEach(
                  key -> opened.merge(key, at, (one, other) -> one.isAfter(other) ? one : other));
        });
    if (opened.isEmpty()) {
      return;
    }
    // In one order for all, so that no two transactions wait for each other.
    tx.update(
        """
        insert into service_window as known (tenant_id, phone_number_id, customer, opened_at)
        select settings.tenant_id, ?, input.customer, input.opened_at
        from tenant_settings settings
        cross join unnest(?, ?) as input (customer, opened_at)
        where settings.tenant_id = ?
        order by input.customer
        on conflict (tenant_id, customer, phone_number_id) do update
        set opened_at = excluded.opened_at where known.opened_at < excluded.opened_at
        """,
        phoneNumberId,
        opened.keySet().toArray(String[]::new),
        opened.values().toArray(Instant[]::new),
        tx.tenantId());
  }

  /** Opens the windows of a customer who has another name now as they were under the old one. */
  public void renamed(TenantTx tx, WhatsAppUser before, WhatsAppUser after) {
    keys(after)
        .sorted()
        .forEach(
            name ->
                tx.update(
                    """
                    insert into service_window as known
                      (tenant_id, phone_number_id, customer, opened_at)
                    select ?, phone_number_id, ?, max(opened_at) from service_window
                    where tenant_id = ? and customer = any(?)
                    group by phone_number_id
                    on conflict (tenant_id, customer, phone_number_id) do update
                    set opened_at = excluded.opened_at
                    where known.opened_at < excluded.opened_at
                    """,
                    tx.tenantId(),
                    name,
                    tx.tenantId(),
                    Stream.of(before.phone(), before.userId())
                        .filter(old -> !old.isEmpty())
                        .map(ServiceWindows::key)
                        .toArray(String[]::new)));
  }

  private record Window(String customer, Instant openedAt) {}

  /**
   * When these customers last wrote or called.
   *
   * @param names digits in any spelling, or user ids
   * @return by {@link #key}; those that never did are left out
   */
  public Map<String, Instant> opened(TenantTx tx, String phoneNumberId, Collection<String> names) {
    return tx
        .query(
            """
            select customer, opened_at from service_window
            where tenant_id = ? and phone_number_id = ? and customer = any(?)
            """,
            row ->
                new Window(
                    row.getString("customer"),
                    row.getObject("opened_at", OffsetDateTime.class).toInstant()),
            tx.tenantId(),
            phoneNumberId,
            names.stream().map(ServiceWindows::key).distinct().toArray(String[]::new))
        .stream()
        .collect(Collectors.toMap(Window::customer, Window::openedAt));
  }

  /**
   * All that a customer is called in the windows: beside the one key of a line also the digits that
   * a contact may be stored with, by which lists find it.
   */
  private static Stream<String> keys(WhatsAppUser user) {
    return Stream.of(user.phone(), user.userId())
        .filter(name -> !name.isEmpty())
        .flatMap(
            name ->
                Phone.isDigits(name)
                    ? Stream.of(key(name), new Phone(name).digits())
                    : Stream.of(name))
        .distinct();
  }

  /** What a customer's name is in the windows: one line is the same in each spelling. */
  public static String key(String name) {
    return Phone.isDigits(name) ? new Phone(name).line() : name;
  }
}
