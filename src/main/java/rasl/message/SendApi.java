package rasl.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Function;
import rasl.contact.PhoneReader;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Fields;
import rasl.http.Handler;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.job.Lane;
import rasl.tenant.TenantStore;

/** Sending below {@code /api/v2/messages}: reads the request, asks the room, writes the answer. */
final class SendApi {
  private final Db db;
  private final Sending sending;
  private final TemplateRequests templates;
  private final TenantStore tenants;
  private final PhoneReader phones;
  private final Cache<TenantId, String> countries =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(1)).build();

  SendApi(
      Db db, Sending sending, TemplateRequests templates, TenantStore tenants, PhoneReader phones) {
    this.db = db;
    this.sending = sending;
    this.templates = templates;
    this.tenants = tenants;
    this.phones = phones;
  }

  void addTo(Routes routes) {
    add(routes, "/api/v2/messages/text", this::sendText);
    add(routes, "/api/v2/messages/template", this::sendTemplate);
    add(routes, "/api/v2/messages/interactive", this::sendInteractive);
  }

  private void add(Routes routes, String path, Handler handler) {
    routes.add(
        new Routes.Route(
                "POST",
                path,
                new Routes.Access.Token(Scope.MESSAGES_SEND, handler),
                Routes.Route.SMALL_BODY)
            .withRebuild((tenant, subject) -> SendAnswers.of(sending.retold(tenant, subject))));
  }

  private Answer sendText(Caller caller, Request request) {
    return send(caller, request, SendText::from);
  }

  private Answer sendInteractive(Caller caller, Request request) {
    return send(caller, request, SendInteractive::from);
  }

  private Answer send(Caller caller, Request request, Function<Fields, Wording> read) {
    Fields in = request.fields();
    Addressee addressee = Addressee.from(in, phones, country(caller.tenant()));
    Wording wording = read.apply(in);
    return send(request, in.orRefuse(() -> addressee.wish(wording).in(lane(request))));
  }

  private Answer sendTemplate(Caller caller, Request request) {
    return send(
        request,
        templates.read(caller.tenant(), request.fields(), country(caller.tenant()), lane(request)));
  }

  private Answer send(Request request, Wish wish) {
    return sending.send(request.change(), wish, !request.prefersAsync(), SendAnswers::of);
  }

  private static Lane lane(Request request) {
    return request.prefersAsync() ? Lane.BULK : Lane.REPLY;
  }

  private String country(TenantId tenant) {
    return countries.get(tenant, _ -> db.inTenant(tenant, tx -> tenants.settings(tx).country()));
  }
}
