package rasl.contact;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.http.Query;
import rasl.http.list.Condition;
import rasl.http.list.FieldType;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.tenant.TenantStore;

/** The list of contacts: what it can be asked, and its pages. */
final class ContactList {
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

  private final Lists lists;
  private final TenantStore tenants;
  private final Relations relations;
  private final PhoneReader phones;

  ContactList(Lists lists, TenantStore tenants, Relations relations, PhoneReader phones) {
    this.lists = lists;
    this.tenants = tenants;
    this.relations = relations;
    this.phones = phones;
  }

  /** A query with its page. */
  record Result(ListQuery query, ListPage<?> page) {}

  ListQuery parse(TenantTx tx, Query asked) {
    return lists.parse(spec(() -> tenants.settings(tx).country()), asked);
  }

  ListPage<Contact> page(TenantTx tx, ListQuery query) {
    return lists.read(tx, query, ContactRows.COLUMNS, TABLE, ContactRows::read);
  }

  Result read(TenantTx tx, Query asked) {
    ListQuery query = parse(tx, asked);
    ListPage<Contact> page = page(tx, query);
    Set<String> includes =
        References.INCLUDES.stream().filter(query::includes).collect(Collectors.toSet());
    if (includes.isEmpty()) {
      return new Result(query, page);
    }
    References references = relations.read(tx, References.Wanted.by(page.rows()), includes);
    return new Result(query, page.map(c -> ContactView.of(c, references, includes)));
  }

  /**
   * @param country the tenant's; asked only where a phone is filtered by
   */
  ListSpec spec(Supplier<String> country) {
    return new ListSpec(
        TABLE,
        "contact.id",
        Stream.concat(keys(country), plain()).toList(),
        Optional.of("contact_search"),
        RETURNED,
        References.INCLUDES,
        Optional.of(new ListSpec.SearchedAlone("contact_search_newest", "contact_search_count")),
        Optional.of("select coalesce(sum(contacts), 0)::bigint from contact_tally"));
  }

  private Stream<ListField> keys(Supplier<String> country) {
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
                .equalTo(text -> byPhone(text, country.get())),
            ListField.filter("group_id", FieldType.INTEGER, ContactList::byGroup),
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

  /** A phone in any spelling, or as WhatsApp spells it; what is no phone belongs to nobody. */
  private Optional<Condition> byPhone(String text, String country) {
    WrittenPhone written = phones.read(text, country);
    if (!PhoneReader.CHARACTERS.matcher(text).matches() || written.isHopeless()) {
      return Optional.empty();
    }
    String[] keys =
        Stream.of(written.asInternational(), written.reading())
            .flatMap(Optional::stream)
            .flatMap(phone -> phone.candidates().stream())
            .distinct()
            .toArray(String[]::new);
    String[] ids = {text.replaceAll("[^0-9]", "")};
    return Optional.of(
        Condition.of("contact.phone_key = any(?) or contact.wa_id = any(?)", keys, ids));
  }

  private static Optional<Condition> byGroup(String id) {
    return Optional.of(
        Condition.of(
            """
            contact.id in (
              select membership.contact_id from contact_group_member membership
              where membership.tenant_id = contact.tenant_id and membership.group_id = ?)
            """,
            Long.valueOf(id)));
  }
}
