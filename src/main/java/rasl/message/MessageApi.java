package rasl.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.regex.Pattern;
import rasl.contact.PhoneReader;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/** {@code /api/v2/messages}: reads the request, asks the room, writes the answer. */
final class MessageApi {
  private static final Pattern WAMID = Pattern.compile("wamid\\.[\\x21-\\x7e]+");
  private static final String MESSAGE = "Message";

  private final Db db;
  private final Messages messages;
  private final MessageListStore store;
  private final TenantStore tenants;
  private final PhoneReader phones;
  private final Lists lists;
  private final Cache<TenantId, String> countries =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(1)).build();

  MessageApi(
      Db db,
      Messages messages,
      MessageListStore store,
      TenantStore tenants,
      PhoneReader phones,
      Lists lists) {
    this.db = db;
    this.messages = messages;
    this.store = store;
    this.tenants = tenants;
    this.phones = phones;
    this.lists = lists;
  }

  void addTo(Routes routes) {
    routes.add(
        new Routes.Route(
                "POST",
                "/api/v2/messages/text",
                new Routes.Access.Token(Scope.MESSAGES_SEND, this::sendText),
                Routes.Route.SMALL_BODY)
            .withRebuild(messages::retell));
    routes.add("GET", "/api/v2/messages", Scope.MESSAGES_READ, this::list);
    // RASL's own page prints the path so.
    routes.add("GET", "/api/v2/messages/messages", Scope.MESSAGES_READ, this::list);
    routes.add("GET", "/api/v2/messages/{id}", Scope.MESSAGES_READ, this::get);
  }

  private Answer sendText(Caller caller, Request request) {
    SendText send = SendText.from(request.fields(), phones, country(caller.tenant()));
    return messages.send(request.change(), send, !request.prefersAsync());
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(MessageListStore.SPEC, request.query());
    return lists.answer(
        request, query, db.inTenant(caller.tenant(), tx -> store.list(tx, lists, query)));
  }

  private Answer get(Caller caller, Request request) {
    String id = request.pathText("id");
    return Answer.ok(
        db.inTenant(
                caller.tenant(),
                tx ->
                    WAMID.matcher(id).matches()
                        ? store.find(tx, id)
                        : store.find(tx, request.pathId("id", MESSAGE)))
            .orElseThrow(() -> new Refusal.NotFound(MESSAGE).thrown()));
  }

  private String country(TenantId tenant) {
    return countries.get(tenant, _ -> db.inTenant(tenant, tx -> tenants.settings(tx).country()));
  }
}
