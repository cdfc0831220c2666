package rasl.contact;

import java.util.Set;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.http.Query;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.tenant.TenantStore;

/** The pages of the list of contacts. */
final class ContactList {
  private final Lists lists;
  private final TenantStore tenants;
  private final Relations relations;
  private final ContactFields fields;

  ContactList(Lists lists, TenantStore tenants, Relations relations, PhoneReader phones) {
    this.lists = lists;
    this.tenants = tenants;
    this.relations = relations;
    this.fields = new ContactFields(phones);
  }

  /** A query with its page. */
  record Result(ListQuery query, ListPage<?> page) {}

  ListQuery parse(TenantTx tx, Query asked) {
    return lists.parse(fields.spec(tx.tenantId(), () -> tenants.settings(tx).phones()), asked);
  }

  ListPage<Contact> page(TenantTx tx, ListQuery query) {
    return lists.read(tx, query, ContactRows.COLUMNS, ContactFields.TABLE, ContactRows::read);
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
}
