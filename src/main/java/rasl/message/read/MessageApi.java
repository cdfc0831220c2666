package rasl.message.read;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.media.MediaFiles;
import rasl.media.MessageFile;
import rasl.refusal.Refusal;

/** Reading {@code /api/v2/messages}. */
public final class MessageApi {
  private static final Pattern WAMID = Pattern.compile("wamid\\.[\\x21-\\x7e]+");

  /** What refusals call a message. */
  public static final String MESSAGE = "Message";

  private final Db db;
  private final MessageListStore store;
  private final MediaFiles files;
  private final Lists lists;

  public MessageApi(Db db, MessageListStore store, MediaFiles files, Lists lists) {
    this.files = files;
    this.db = db;
    this.store = store;
    this.lists = lists;
  }

  /** Adds its routes. */
  public void addTo(Routes routes) {
    routes.add("GET", "/api/v2/messages", Scope.MESSAGES_READ, this::list);
    // RASL's own page prints the path so.
    routes.add("GET", "/api/v2/messages/messages", Scope.MESSAGES_READ, this::list);
    routes.add(
        "GET", "/api/v2/conversations/{id}/messages", Scope.MESSAGES_READ, this::listOfThread);
    routes.add("GET", "/api/v2/messages/{id}", Scope.MESSAGES_READ, this::get);
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(MessageSpecs.specFor(request.query()), request.query());
    return lists.answer(
        request, query, db.reading(caller.tenant(), tx -> store.list(tx, lists, query)));
  }

  private Answer listOfThread(Caller caller, Request request) {
    long thread = request.pathId("id", "Conversation");
    ListQuery query = lists.parse(MessageSpecs.inThread(thread), request.query());
    return lists.answer(
        request,
        query,
        db.reading(
                caller.tenant(),
                tx -> store.listOf(tx, thread, lists, query).map(page -> withFiles(tx, page)))
            .orElseThrow(() -> new Refusal.NotFound("Conversation").thrown()));
  }

  private Answer get(Caller caller, Request request) {
    String id = request.pathText("id");
    return Answer.ok(
        db.reading(
                caller.tenant(),
                tx ->
                    (WAMID.matcher(id).matches()
                            ? store.find(tx, id)
                            : store.find(tx, request.pathId("id", MESSAGE)))
                        .map(found -> withFile(tx, found)))
            .orElseThrow(() -> new Refusal.NotFound(MESSAGE).thrown()));
  }

  /** A file that is kept has a URL of ours, made anew each time. */
  private MessageView.Single withFile(TenantTx tx, MessageView.Single message) {
    @Nullable MessageFile file = files.of(tx, List.of(message.id())).get(message.id());
    return file == null ? message : message.with(file);
  }

  private ListPage<MessageView.Said> withFiles(TenantTx tx, ListPage<MessageView.Linked> page) {
    Map<Long, MessageFile> found =
        files.of(tx, page.rows().stream().map(one -> one.item().id()).toList());
    return page.map(one -> MessageView.Said.of(one, found.get(one.item().id())));
  }
}
