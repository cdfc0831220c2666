package rasl.contact;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.CsvCells;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.json.Json;

/**
 * {@code /api/v2/contacts/export.csv}: the whole list as a file. It walks by sort keys, a part at a
 * time: memory does not grow with the list, and no transaction stays open while a client reads.
 */
final class ContactExport {
  private static final String PATH = "/api/v2/contacts/export.csv";
  private static final int AT_ONCE = 1000;

  /** For a part of the file: its client waits, and sees it grow. */
  private static final Duration STATEMENT = Duration.ofMinutes(1);

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** A contact with the names of what it points to. */
  private record Named(Contact contact, Names names) {}

  private record Names(
      Map<Long, String> statuses,
      Map<Long, String> sources,
      Map<Long, String> groups,
      Map<Long, String> members) {}

  private final Db db;
  private final ContactList list;
  private final Relations relations;
  private final Lists lists;

  ContactExport(Db db, ContactList list, Relations relations, Lists lists) {
    this.db = db;
    this.list = list;
    this.relations = relations;
    this.lists = lists;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.CONTACTS_READ, this::export);
  }

  private Answer export(Caller caller, Request request) {
    ListQuery query =
        db.reading(caller.tenant(), tx -> lists.walk(list.parse(tx, request.query()), AT_ONCE));
    boolean marked = request.query().last("bom").filter(text -> text.matches("true|1")).isPresent();
    return Answer.file(
        "text/csv; charset=utf-8",
        "contacts.csv",
        out -> write(caller.tenant(), query, marked, out));
  }

  private void write(TenantId tenant, ListQuery query, boolean marked, OutputStream out)
      throws IOException {
    if (marked) {
      out.write(BYTE_ORDER_MARK);
    }
    CsvWriter writer = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
    List<Column> columns = Column.of(query.fields());
    writer.writeRecord(columns.stream().map(Column::name).toList());
    for (var part = Optional.of(query); part.isPresent(); ) {
      ListQuery wanted = part.get();
      ListPage<Named> page = db.reading(tenant, tx -> read(tx, wanted));
      for (Named one : page.rows()) {
        writer.writeRecord(columns.stream().map(column -> column.cell(one)).toList());
      }
      writer.flush();
      part = lists.next(wanted, page);
    }
  }

  private ListPage<Named> read(TenantTx tx, ListQuery query) {
    tx.patient(STATEMENT);
    ListPage<Contact> page = list.page(tx, query);
    References.Wanted wanted = References.Wanted.by(page.rows());
    var names =
        new Names(
            relations.statuses().namesById(tx, wanted.statuses()),
            relations.sources().namesById(tx, wanted.sources()),
            relations.groups().namesById(tx, wanted.groups()),
            relations.memberNames(tx, wanted.members()));
    return page.map(contact -> new Named(contact, names));
  }

  /** What tells a spreadsheet that a file is UTF-8. */
  static byte[] byteOrderMark() {
    return BYTE_ORDER_MARK.clone();
  }

  /** The names of all columns. */
  static List<String> columns() {
    return Column.NAMES;
  }

  /** Whose text a cell is, by the field that asks for the column. */
  private record Column(String name, String field, Function<Named, @Nullable Object> value) {

    private static final List<Column> ALL = all();
    private static final List<String> NAMES = ALL.stream().map(Column::name).toList();

    String cell(Named one) {
      Object value = this.value.apply(one);
      return value == null ? "" : CsvCells.neutralised(value.toString());
    }

    /** The columns of these fields; all where none is named. */
    static List<Column> of(Set<String> fields) {
      return ALL.stream()
          .filter(
              column ->
                  fields.isEmpty() || column.field.equals("id") || fields.contains(column.field))
          .toList();
    }

    private static List<Column> all() {
      var all = new ArrayList<Column>();
      all.add(of("id", Contact::id));
      all.add(of("firstname", Contact::firstname));
      all.add(of("lastname", Contact::lastname));
      all.add(of("phone", Contact::phone));
      all.add(of("email", Contact::email));
      all.add(of("company", Contact::company));
      all.add(of("type", Contact::type));
      all.add(of("status_id", Contact::statusId));
      all.add(
          new Column(
              "status",
              "status_id",
              one -> name(one.names().statuses(), one.contact().statusId())));
      all.add(of("source_id", Contact::sourceId));
      all.add(
          new Column(
              "source", "source_id", one -> name(one.names().sources(), one.contact().sourceId())));
      addOthers(all);
      return List.copyOf(all);
    }

    private static void addOthers(List<Column> all) {
      all.add(of("group_id", Column::groupIds));
      all.add(new Column("groups", "group_id", Column::groupNames));
      all.add(of("description", Contact::description));
      all.add(of("city", Contact::city));
      all.add(of("state", Contact::state));
      all.add(of("zip", Contact::zip));
      all.add(of("address", Contact::address));
      all.add(of("country_id", Contact::countryId));
      all.add(of("assigned_id", Contact::assignedId));
      all.add(
          new Column(
              ImportFields.ASSIGNED,
              "assigned_id",
              one -> name(one.names().members(), one.contact().assignedId())));
      all.add(of("is_opted_out", Contact::isOptedOut));
      all.add(of("created_at", contact -> Json.time(contact.createdAt())));
      all.add(of("updated_at", contact -> Json.time(contact.updatedAt())));
    }

    private static Column of(String field, Function<Contact, @Nullable Object> value) {
      return new Column(field, field, one -> value.apply(one.contact()));
    }

    private static @Nullable String name(Map<Long, String> names, @Nullable Long id) {
      return id == null ? null : names.get(id);
    }

    private static String groupIds(Contact contact) {
      return contact.groupId().stream().map(String::valueOf).collect(Collectors.joining(";"));
    }

    private static String groupNames(Named one) {
      return one.contact().groupId().stream()
          .map(id -> one.names().groups().getOrDefault(id, ""))
          .collect(Collectors.joining(";"));
    }
  }
}
