package rasl.template;

import java.util.List;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;

/** {@code /api/v2/templates} (contract 2.6). */
final class TemplateApi {
  private static final String PATH = "/api/v2/templates";

  private final Db db;
  private final Templates templates;
  private final TemplateStore store;
  private final Lists lists;

  TemplateApi(Db db, Templates templates, TemplateStore store, Lists lists) {
    this.db = db;
    this.templates = templates;
    this.store = store;
    this.lists = lists;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.TEMPLATES_READ, this::list);
    routes.add("GET", PATH + "/{id}", Scope.TEMPLATES_READ, this::get);
    routes.add("POST", PATH + "/sync", Scope.TEMPLATES_SYNC, this::sync);
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(TemplateStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(caller.tenant(), tx -> store.list(tx, lists, query)).map(TemplateView::of));
  }

  private Answer get(Caller caller, Request request) {
    String id = request.pathText("id");
    return Answer.ok(
        db.reading(caller.tenant(), tx -> store.find(tx, id))
            .map(TemplateView::of)
            .orElseThrow(() -> new Refusal.NotFound("Template").thrown()));
  }

  private Answer sync(Caller caller, Request request) {
    Change change = request.change();
    List<Pulled> pulled;
    try {
      pulled = templates.pull(templates.connection(caller.tenant()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Refusal.ServiceUnavailable(java.time.Duration.ofSeconds(5)).thrown();
    }
    return change.commit(
        tx ->
            Answer.ok(
                templates.store(tx, pulled, change.requestId()), "Templates synced successfully"));
  }
}
