package rasl.contact;

import java.util.Map;
import java.util.Optional;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.FormRule;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.Upload;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;

/** {@code /api/v2/contacts/imports}: files of contacts. */
final class ImportApi {
  private static final String PATH = "/api/v2/contacts/imports";
  private static final String ONE = PATH + "/{id}";
  private static final String TITLE = "Import";
  private static final long MAX_FILE = 100L << 20;

  private final Db db;
  private final Imports imports;
  private final ImportStore store;
  private final Lists lists;
  private final ContactModule.Machine machine;
  private final ImportsBeingRead reading = new ImportsBeingRead();

  ImportApi(Db db, ContactModule.Machine machine, Imports imports, ImportStore store, Lists lists) {
    this.db = db;
    this.machine = machine;
    this.imports = imports;
    this.store = store;
    this.lists = lists;
  }

  void addTo(Routes routes) {
    var upload = new Routes.Access.Token(Scope.CONTACTS_WRITE, this::accept);
    routes.add(
        new Routes.Route("POST", PATH, upload, Routes.Route.SMALL_BODY)
            .withForm(FormRule.withFiles(MAX_FILE).only()));
    routes.add("GET", PATH, Scope.CONTACTS_READ, this::list);
    routes.add("GET", ONE, Scope.CONTACTS_READ, this::get);
    routes.add("GET", ONE + "/errors.csv", Scope.CONTACTS_READ, this::errors);
  }

  /** The file is read before anything is stored, and not at all where it would be refused then. */
  private Answer accept(Caller caller, Request request) {
    Imports.Wish wish = wish(request.fields());
    Change change = request.change();
    try (var _ = reading.enter(caller.tenant())) {
      db.<Boolean>reading(
          caller.tenant(),
          tx -> {
            imports.refuseOneMore(tx);
            return true;
          });
      try (ImportFile file = read(caller, wish)) {
        return change.commit(
            tx ->
                new Answer(
                    202,
                    Optional.of("Contacts import started"),
                    imports.accept(tx, wish, file, change.requestId()).view(),
                    Optional.empty(),
                    Map.of()));
      }
    }
  }

  private ImportFile read(Caller caller, Imports.Wish wish) {
    return machine.cpu().run(caller.tenant(), () -> ImportFile.read(wish, machine.spool()));
  }

  private static Imports.Wish wish(Fields in) {
    Optional<Upload> file = in.file(CsvFile.FIELD);
    if (file.isEmpty() && !in.has(CsvFile.FIELD)) {
      in.fault(CsvFile.FIELD, "The file field is required.");
    }
    var mapping = in.texts("mapping", 255);
    var defaults = in.texts("defaults", 255);
    Optional<Fields> options = in.object("options");
    boolean goOn = options.flatMap(one -> one.bool("continue_on_error")).orElse(true);
    boolean skip = options.flatMap(one -> one.bool("skip_duplicates")).orElse(false);
    return in.orRefuse(
        () ->
            new Imports.Wish(
                file.orElseThrow(), mapping, defaults, new ContactBatches.Options(goOn, skip)));
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(ImportStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(caller.tenant(), tx -> store.list(tx, lists, query)).map(ContactImport::view));
  }

  private Answer get(Caller caller, Request request) {
    return Answer.ok(find(caller, request).view());
  }

  private Answer errors(Caller caller, Request request) {
    ContactImport one = find(caller, request);
    var table = new ImportErrors(db, store, caller.tenant(), one);
    return Answer.file(
        "text/csv; charset=utf-8", "import-" + one.id() + "-errors.csv", table::writeTo);
  }

  private ContactImport find(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    return db.reading(caller.tenant(), tx -> store.find(tx, id))
        .orElseThrow(() -> new Refusal.NotFound(TITLE).thrown());
  }
}
