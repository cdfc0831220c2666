package rasl.message;

import java.util.function.Function;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Fields;
import rasl.http.Handler;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.job.Lane;

/** Sending below {@code /api/v2/messages}: reads the request, asks the room, writes the answer. */
final class SendApi {
  private final Sending sending;
  private final Addressees addressees;
  private final TemplateRequests templates;
  private final Cancellation cancellation;

  SendApi(
      Sending sending,
      Addressees addressees,
      TemplateRequests templates,
      Cancellation cancellation) {
    this.sending = sending;
    this.addressees = addressees;
    this.templates = templates;
    this.cancellation = cancellation;
  }

  void addTo(Routes routes) {
    add(routes, "/api/v2/messages/text", this::sendText);
    add(routes, "/api/v2/messages/template", this::sendTemplate);
    add(routes, "/api/v2/messages/interactive", this::sendInteractive);
    routes.add("POST", "/api/v2/messages/{id}/cancel", Scope.MESSAGES_SEND, this::cancel);
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
    Addressee addressee = addressees.read(caller.tenant(), in);
    Wording wording = read.apply(in);
    return send(request, in.orRefuse(() -> addressee.wish(wording).in(lane(request))));
  }

  private Answer sendTemplate(Caller caller, Request request) {
    return send(request, templates.read(caller.tenant(), request.fields(), lane(request)));
  }

  private Answer send(Request request, Wish wish) {
    return sending.send(request.change(), wish, !request.prefersAsync(), SendAnswers::of);
  }

  private static Lane lane(Request request) {
    return request.prefersAsync() ? Lane.BULK : Lane.REPLY;
  }

  private Answer cancel(Caller caller, Request request) {
    long id = request.pathId("id", MessageApi.MESSAGE);
    return request
        .change()
        .commit(
            tx ->
                Answer.ok(
                    cancellation.cancel(tx, id, request.requestId()),
                    "Message cancelled successfully"));
  }
}
