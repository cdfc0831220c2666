package rasl.audit;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.json.Json;

/** {@code /api/v2/audit}: the entries as a list, and as a file. */
final class AuditApi {
  private static final String PATH = "/api/v2/audit";
  private static final int AT_ONCE = 1000;

  /** For a part of the file: its client waits, and sees it grow. */
  private static final Duration STATEMENT = Duration.ofMinutes(1);

  private static final List<String> HEADER =
      List.of(
          "id",
          "created_at",
          "action",
          "actor_type",
          "actor_id",
          "actor_name",
          "address",
          "target_type",
          "target_id",
          "before",
          "after",
          "blanked",
          "hash");

  private final Db db;
  private final Lists lists;
  private final ListSpec spec =
      new ListSpec(
          TenantChain.TABLE,
          "number",
          List.of(
              ListField.time("created_at", "created_at").sortable().filterable().notNull(),
              ListField.text("action", "action").filterable().searchable().notNull(),
              ListField.oneOf(
                      "actor_type",
                      "actor_kind",
                      Arrays.stream(Actor.Kind.values()).map(Actor.Kind::text).toList())
                  .filterable()
                  .notNull(),
              ListField.integer("actor_id", "actor_id").filterable(),
              ListField.text("target_type", "target_type").filterable().notNull(),
              ListField.integer("target_id", "target_id").filterable()),
          List.of(
              "created_at",
              "action",
              "actor",
              "address",
              "target",
              "before",
              "after",
              "blanked",
              "hash"));

  AuditApi(Db db, Lists lists) {
    this.db = db;
    this.lists = lists;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.AUDIT_READ, this::list);
    routes.add("GET", PATH + "/export.csv", Scope.AUDIT_READ, this::export);
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(spec, request.query());
    return lists.answer(
        request, query, db.reading(caller.tenant(), tx -> read(tx, query)).map(AuditView::of));
  }

  private Answer export(Caller caller, Request request) {
    ListQuery query = lists.walk(lists.parse(spec, request.query()), AT_ONCE);
    return Answer.file(
        "text/csv; charset=utf-8", "audit.csv", out -> write(caller.tenant(), query, out));
  }

  private ListPage<Chain.Link> read(TenantTx tx, ListQuery query) {
    return lists.read(tx, query, AuditRows.COLUMNS, TenantChain.TABLE, AuditRows::read);
  }

  private void write(TenantId tenant, ListQuery query, OutputStream out) throws IOException {
    CsvWriter writer = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
    writer.writeRecord(HEADER);
    for (var part = Optional.of(query); part.isPresent(); ) {
      ListQuery wanted = part.get();
      ListPage<Chain.Link> page =
          db.reading(
              tenant,
              tx -> {
                tx.patient(STATEMENT);
                return read(tx, wanted);
              });
      page.rows().forEach(link -> writer.writeRecord(cells(AuditView.of(link))));
      writer.flush();
      part = lists.next(wanted, page);
    }
  }

  private static List<String> cells(AuditView view) {
    return List.of(
        cell(view.id()),
        Json.time(view.createdAt()),
        view.action(),
        view.actor().type(),
        cell(view.actor().id()),
        cell(view.actor().name()),
        cell(view.address()),
        view.target().type(),
        cell(view.target().id()),
        cell(view.before()),
        cell(view.after()),
        cell(view.blanked()),
        view.hash());
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : CsvCells.neutralised(value.toString());
  }
}
