package rasl.contact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import rasl.http.PlainText;
import rasl.http.list.Condition;
import rasl.http.list.FieldType;
import rasl.http.list.ListField;
import rasl.http.list.ListSpec;
import rasl.tenant.PhoneRules;

/** What the list of contacts can be asked. */
final class ContactFields {
  static final String TABLE = "contact";
  private static final List<String> RETURNED =
      List.of(
          "firstname",
          "lastname",
          "company",
          "type",
          "email",
          "phone",
          "status_id",
          "source_id",
          "description",
          "city",
          "state",
          "zip",
          "address",
          "country_id",
          "assigned_id",
          "group_id",
          "is_opted_out",
          "created_at",
          "updated_at");

  private final PhoneReader phones;
  private final ContactSearch search;

  ContactFields(PhoneReader phones) {
    this.phones = phones;
    this.search = new ContactSearch(phones);
  }

  /**
   * What the list can be asked.
   *
   * @param tenant whose contacts are listed
   * @param rules how the tenant's phones are read; asked only where a phone is looked for
   */
  ListSpec spec(long tenant, Supplier<PhoneRules> rules) {
    return new ListSpec(
        TABLE,
        "contact.id",
        Stream.concat(keys(tenant, rules), plain()).toList(),
        Optional.of(search.by("contact_search", rules)),
        RETURNED,
        References.INCLUDES,
        Optional.of(new ListSpec.SearchedAlone("contact_search_newest", "contact_search_count")),
        Optional.of("select coalesce(sum(contacts), 0)::bigint from contact_tally"));
  }

  private Stream<ListField> keys(long tenant, Supplier<PhoneRules> rules) {
    return Stream.of(
            ListField.text("firstname", "contact.firstname")
                .keyed("contact.firstname_key", PlainText::folded)
                .sortable()
                .notNull(),
            ListField.text("lastname", "contact.lastname")
                .keyed("contact.lastname_key", PlainText::folded)
                .sortable()
                .notNull(),
            ListField.text("email", "contact.email").keyed("contact.email_key", PlainText::folded),
            ListField.text("phone", "('+' || contact.phone_key)")
                .comparedBy(
                    new ListField.Own(
                        texts -> byPhone(texts, rules.get()),
                        "a phone number, such as +966501234567")),
            ListField.filter("group_id", FieldType.INTEGER, groups -> byGroup(tenant, groups)),
            ListField.time("created_at", "contact.created_at").sortable().notNull(),
            ListField.time("updated_at", "contact.updated_at").sortable().notNull())
        .map(ListField::filterable);
  }

  private static Stream<ListField> plain() {
    return Stream.of(
            ListField.oneOf("type", "contact.type", ContactInput.TYPES).notNull(),
            ListField.integer("status_id", "contact.status_id"),
            ListField.integer("source_id", "contact.source_id"),
            ListField.integer("assigned_id", "contact.assigned_id"),
            ListField.integer("country_id", "contact.country_id"),
            ListField.text("company", "contact.company"),
            ListField.text("description", "contact.description"),
            ListField.text("city", "contact.city"),
            ListField.text("state", "contact.state"),
            ListField.text("zip", "contact.zip"),
            ListField.text("address", "contact.address"),
            ListField.bool("is_opted_out", "contact.is_opted_out").notNull())
        .map(ListField::filterable);
  }

  /** Phones in any spelling, or as WhatsApp spells them; what is no phone belongs to nobody. */
  private Optional<Condition> byPhone(List<Object> texts, PhoneRules rules) {
    Set<String> keys = new LinkedHashSet<>();
    Set<String> ids = new LinkedHashSet<>();
    for (Object value : texts) {
      String text = String.valueOf(value);
      WrittenPhone written = phones.read(text, rules);
      if (PhoneReader.fault(text).isPresent() || written.isHopeless()) {
        return Optional.empty();
      }
      written.all().forEach(phone -> keys.addAll(phone.candidates()));
      ids.add(PhoneReader.plain(text).replaceAll("[^0-9]", "").replaceFirst("^00", ""));
    }
    return Optional.of(
        Condition.of(
            "contact.phone_key = any(?) or contact.wa_id = any(?)",
            keys.toArray(String[]::new),
            ids.toArray(String[]::new)));
  }

  private static Condition byGroup(long tenant, List<Object> groups) {
    return Condition.exists(
        """
        select from contact_group_member membership
        where membership.tenant_id = ? and membership.contact_id = contact.id
          and membership.group_id = any(?)
        """,
        tenant,
        groups.toArray(Long[]::new));
  }
}
