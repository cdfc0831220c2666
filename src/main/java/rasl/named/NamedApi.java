package rasl.named;

import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;

/** The five calls of one kind of named records (contract 2.1 to 2.3). */
public final class NamedApi {
  private final NamedKind kind;
  private final NamedRecords records;
  private final Db db;
  private final Lists lists;

  public NamedApi(NamedKind kind, NamedRecords records, Db db, Lists lists) {
    this.kind = kind;
    this.records = records;
    this.db = db;
    this.lists = lists;
  }

  public void addTo(Routes routes) {
    String one = kind.path() + "/{id}";
    routes.add("GET", kind.path(), kind.read(), this::list);
    routes.add("POST", kind.path(), kind.write(), this::create);
    routes.add("GET", one, kind.read(), this::get);
    routes.add("PATCH", one, kind.write(), this::update);
    routes.add("DELETE", one, kind.write(), this::delete);
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(records.store().spec(), request.query());
    return lists.answer(
        request,
        query,
        db.reading(caller.tenant(), tx -> records.list(tx, lists, query)).map(kind.view()));
  }

  private Answer create(Caller caller, Request request) {
    NamedFields fields = NamedFields.from(request.fields(), kind.colored());
    Change change = request.change();
    return change.commit(
        tx -> {
          Named made =
              records.create(tx, fields.name(), fields.color().orElse(null), change.requestId());
          return Answer.created(kind.view().apply(made), said("created"));
        });
  }

  private Answer get(Caller caller, Request request) {
    long id = id(request);
    return Answer.ok(kind.view().apply(db.reading(caller.tenant(), tx -> records.get(tx, id))));
  }

  private Answer update(Caller caller, Request request) {
    long id = id(request);
    Change change = request.change();
    NamedFields fields = NamedFields.from(request.fields(), kind.colored());
    return change.commit(
        tx -> {
          Named after = records.update(tx, id, fields, change.requestId());
          return Answer.ok(kind.view().apply(after), said("updated"));
        });
  }

  private Answer delete(Caller caller, Request request) {
    long id = id(request);
    Change change = request.change();
    return change.commit(
        tx -> {
          records.delete(tx, id, change.requestId());
          return Answer.deleted(said("deleted"));
        });
  }

  private long id(Request request) {
    return request.pathId("id", kind.title());
  }

  private String said(String what) {
    return kind.title() + " " + what + " successfully";
  }
}
