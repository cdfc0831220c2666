package rasl.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The other way round from {@link WhatsAppContacts}: what WhatsApp may call somebody. */
public final class WhatsAppNames {

  private record Known(String phone, @Nullable String waId, @Nullable String userId) {}

  /**
   * Everything by which WhatsApp may name who has these phones: their spellings, and what the
   * contacts are known as.
   *
   * @param customers digits of phones; a user id is its own only name
   * @return by what was given
   */
  public Map<String, Set<String>> of(TenantTx tx, Collection<String> customers) {
    Map<String, Set<String>> names = new HashMap<>();
    for (String customer : customers) {
      names.put(
          customer,
          new LinkedHashSet<>(
              Phone.isDigits(customer) ? new Phone(customer).spellings() : List.of(customer)));
    }
    for (Known known : known(tx, customers)) {
      Set<String> all = names.computeIfAbsent(known.phone(), _ -> new LinkedHashSet<>());
      if (known.waId() != null) {
        all.add(known.waId());
      }
      if (known.userId() != null) {
        all.add(known.userId());
      }
    }
    return names;
  }

  /** Everything by which WhatsApp may name a contact; none where it does not exist. */
  public Set<String> ofContact(TenantTx tx, long contact) {
    Set<String> names = new LinkedHashSet<>();
    tx.query(
            """
            select phone_key, wa_id, whatsapp_user_id from contact where tenant_id = ? and id = ?
            """,
            row ->
                Stream.of(
                        Optional.ofNullable(row.getString("phone_key")),
                        Optional.ofNullable(row.getString("wa_id")),
                        Optional.ofNullable(row.getString("whatsapp_user_id")))
                    .flatMap(Optional::stream)
                    .toList(),
            tx.tenantId(),
            contact)
        .forEach(names::addAll);
    return names;
  }

  private static Collection<Known> known(TenantTx tx, Collection<String> phones) {
    return tx.query(
        """
        select phone_key, wa_id, whatsapp_user_id from contact
        where tenant_id = ? and phone_key = any(?)
        """,
        row ->
            new Known(
                row.getString("phone_key"),
                row.getString("wa_id"),
                row.getString("whatsapp_user_id")),
        tx.tenantId(),
        phones.toArray(String[]::new));
  }
}
