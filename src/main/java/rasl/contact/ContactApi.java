package rasl.contact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.PlainText;
import rasl.http.Query;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/** {@code /api/v2/contacts}: reads the request, asks the room, writes the answer. */
final class ContactApi {
  private static final String PATH = "/api/v2/contacts";
  private static final String ONE = PATH + "/{id}";
  private static final String TITLE = "Contact";

  private final Db db;
  private final Contacts contacts;
  private final ContactList list;
  private final Lists lists;

  ContactApi(Db db, Contacts contacts, ContactList list, Lists lists) {
    this.db = db;
    this.contacts = contacts;
    this.list = list;
    this.lists = lists;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.CONTACTS_READ, this::list);
    routes.add("POST", PATH, Scope.CONTACTS_WRITE, this::create);
    routes.add("GET", ONE, Scope.CONTACTS_READ, this::get);
    routes.add("PATCH", ONE, Scope.CONTACTS_WRITE, this::update);
    routes.add("DELETE", ONE, Scope.CONTACTS_DELETE, this::delete);
  }

  private Answer list(Caller caller, Request request) {
    Query query = request.query();
    ContactList.Result result = db.reading(caller.tenant(), tx -> list.read(tx, query));
    return lists.answer(request, result.query(), result.page());
  }

  private Answer create(Caller caller, Request request) {
    JsonNode body = body(request);
    Change change = request.change();
    return Deadlocks.retried(
        () ->
            change.commit(
                tx ->
                    Answer.created(
                        withGroups(contacts.create(tx, body, change.requestId())),
                        "Contact created successfully")));
  }

  private Answer get(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    Set<String> includes = includes(request.query());
    return db.reading(
        caller.tenant(),
        tx -> {
          Contacts.Loaded found = contacts.get(tx, id, includes);
          return Answer.ok(ContactView.of(found.contact(), found.references(), includes));
        });
  }

  private Answer update(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    Change change = request.change();
    return Deadlocks.retried(
        () -> {
          Fields fields = request.fields();
          return change.commit(
              tx ->
                  Answer.ok(
                      withGroups(contacts.update(tx, id, fields, change.requestId())),
                      "Contact updated successfully"));
        });
  }

  private Answer delete(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    Change change = request.change();
    return Deadlocks.retried(
        () ->
            change.commit(
                tx -> {
                  contacts.delete(tx, id, change.requestId());
                  return Answer.deleted("Contact deleted successfully");
                }));
  }

  private static JsonNode withGroups(Contacts.Loaded loaded) {
    return ContactView.of(loaded.contact(), loaded.references(), List.of(References.GROUPS));
  }

  /** The body as a JSON object. */
  static JsonNode body(Request request) {
    JsonNode body = request.json();
    if (!body.isObject()) {
      throw Refusal.Invalid.field("body", "The body must be a JSON object.").thrown();
    }
    return body;
  }

  private static Set<String> includes(Query query) {
    var names = new LinkedHashSet<String>();
    for (String item : query.last("include").orElse("").split(",", -1)) {
      String name = PlainText.trim(item);
      if (!name.isEmpty() && !References.INCLUDES.contains(name)) {
        throw Refusal.Invalid.field(
                "include",
                "The include parameter does not know %s; it takes %s."
                    .formatted(name, String.join(", ", References.INCLUDES)))
            .thrown();
      }
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }
}
