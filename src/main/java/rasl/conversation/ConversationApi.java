package rasl.conversation;

import java.time.Clock;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.Query;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;

/** {@code /api/v2/conversations} and the window of a contact. */
final class ConversationApi {
  private static final String PATH = "/api/v2/conversations";
  private static final String TITLE = "Conversation";

  private final Db db;
  private final Conversations conversations;
  private final ConversationList list;
  private final Lists lists;
  private final Clock clock;

  ConversationApi(
      Db db, Conversations conversations, ConversationList list, Lists lists, Clock clock) {
    this.db = db;
    this.conversations = conversations;
    this.list = list;
    this.lists = lists;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.MESSAGES_READ, this::list);
    routes.add("GET", PATH + "/{id}", Scope.MESSAGES_READ, this::get);
    routes.add("POST", PATH + "/{id}/read", Scope.MESSAGES_SEND, this::read);
    routes.add("GET", "/api/v2/contacts/{id}/window", Scope.MESSAGES_READ, this::window);
  }

  private Answer list(Caller caller, Request request) {
    Query query = request.query();
    ConversationList.Result result =
        db.reading(caller.tenant(), tx -> list.read(tx, query, clock.instant()));
    return lists.answer(request, result.query(), result.page());
  }

  private Answer get(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    return Answer.ok(
        db.reading(caller.tenant(), tx -> list.find(tx, id, clock.instant()))
            .orElseThrow(() -> new Refusal.NotFound(TITLE).thrown()));
  }

  private Answer read(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    boolean typing = request.hasBody() && typing(request.fields());
    Change change = request.change();
    return change.commit(
        tx -> Answer.ok(conversations.read(tx, id, typing), "Conversation marked as read"));
  }

  private static boolean typing(Fields fields) {
    boolean typing = fields.bool("typing").orElse(false);
    return fields.orRefuse(() -> typing);
  }

  private Answer window(Caller caller, Request request) {
    long id = request.pathId("id", "Contact");
    return Answer.ok(db.reading(caller.tenant(), tx -> conversations.window(tx, id)));
  }
}
