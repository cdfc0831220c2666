package rasl.message.request;

import java.util.function.Function;
import rasl.db.DatabaseException;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Fields;
import rasl.http.FormRule;
import rasl.http.Handler;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.job.Lane;
import rasl.media.MediaFiles;
import rasl.media.MediaKind;
import rasl.message.Previewing;
import rasl.message.Sending;
import rasl.message.Wish;
import rasl.message.Wording;
import rasl.message.accept.FiledWish;
import rasl.message.read.MessageApi;
import rasl.message.send.Cancellation;

/** Sending below {@code /api/v2/messages}: reads the request, asks the room, writes the answer. */
public final class SendApi {
  private final Sending sending;
  private final Addressees addressees;
  private final TemplateRequests templates;
  private final MediaRequests media;
  private final Cancellation cancellation;
  private final MediaFiles files;
  private final SendAnswers answers;
  private final Previewing previewing;

  public SendApi(
      Sending sending,
      Addressees addressees,
      TemplateRequests templates,
      MediaRequests media,
      Cancellation cancellation,
      MediaFiles files,
      Previewing previewing) {
    this.sending = sending;
    this.addressees = addressees;
    this.templates = templates;
    this.media = media;
    this.cancellation = cancellation;
    this.files = files;
    this.previewing = previewing;
    this.answers = new SendAnswers(files);
  }

  /** Adds its routes. */
  public void addTo(Routes routes) {
    add(routes, "/api/v2/messages/text", this::sendText);
    addWithFiles(routes, "/api/v2/messages/media", this::sendMedia);
    addWithFiles(routes, "/api/v2/messages/template", this::sendTemplate);
    add(routes, "/api/v2/messages/interactive", this::sendInteractive);
    preview(routes, "text", this::previewText);
    previewWithFiles(routes, "media", this::previewMedia);
    previewWithFiles(routes, "template", this::previewTemplate);
    preview(routes, "interactive", this::previewInteractive);
    routes.add("POST", "/api/v2/messages/{id}/cancel", Scope.MESSAGES_SEND, this::cancel);
  }

  private void add(Routes routes, String path, Handler handler) {
    routes.add(route(path, handler));
  }

  private void addWithFiles(Routes routes, String path, Handler handler) {
    routes.add(route(path, handler).withForm(FormRule.withFiles(MediaKind.most())));
  }

  private Routes.Route route(String path, Handler handler) {
    return new Routes.Route(
            "POST",
            path,
            new Routes.Access.Token(Scope.MESSAGES_SEND, handler),
            Routes.Route.SMALL_BODY)
        .withRebuild((tenant, subject) -> answers.of(tenant, sending.retold(tenant, subject)));
  }

  private static void preview(Routes routes, String kind, Handler handler) {
    routes.add(previewRoute(kind, handler));
  }

  private static void previewWithFiles(Routes routes, String kind, Handler handler) {
    routes.add(previewRoute(kind, handler).withForm(FormRule.withFiles(MediaKind.most())));
  }

  private static Routes.Route previewRoute(String kind, Handler handler) {
    return new Routes.Route(
        "POST",
        "/api/v2/messages/" + kind + "/preview",
        new Routes.Access.Token(Scope.MESSAGES_SEND, handler),
        Routes.Route.SMALL_BODY);
  }

  private Answer previewText(Caller caller, Request request) {
    return previewing.answer(caller.tenant(), wish(caller, request, SendText::from));
  }

  private Answer previewInteractive(Caller caller, Request request) {
    return previewing.answer(caller.tenant(), wish(caller, request, SendInteractive::from));
  }

  private Answer previewTemplate(Caller caller, Request request) {
    return previewing.answer(
        caller.tenant(), templates.toPreview(caller.tenant(), request.fields()));
  }

  private Answer previewMedia(Caller caller, Request request) {
    return previewing.answer(caller.tenant(), media.toPreview(caller.tenant(), request.fields()));
  }

  private Answer sendText(Caller caller, Request request) {
    return send(caller, request, SendText::from);
  }

  private Answer sendInteractive(Caller caller, Request request) {
    return send(caller, request, SendInteractive::from);
  }

  private Answer send(Caller caller, Request request, Function<Fields, Wording> read) {
    return send(request, wish(caller, request, read));
  }

  private Wish wish(Caller caller, Request request, Function<Fields, Wording> read) {
    Fields in = request.fields();
    Addressee addressee = addressees.read(caller.tenant(), in);
    Wording wording = read.apply(in);
    return in.orRefuse(() -> addressee.wish(wording).in(lane(request)));
  }

  private Answer sendTemplate(Caller caller, Request request) {
    return send(request, templates.read(caller.tenant(), request.fields(), lane(request)));
  }

  private Answer sendMedia(Caller caller, Request request) {
    return send(request, media.read(caller.tenant(), request.fields(), lane(request)));
  }

  /** Of a send that is refused, or repeats another one, no file is left. */
  private Answer send(Request request, FiledWish filed) {
    TenantId tenant = request.change().tenant();
    try {
      return send(request, filed.wish());
    } catch (DatabaseException e) {
      throw e; // The message may be stored; where it is not, the cleaning finds the file.
    } catch (RuntimeException e) {
      filed.file().ifPresent(file -> files.discardUnlessClaimed(tenant, file));
      throw e;
    }
  }

  private Answer send(Request request, Wish wish) {
    TenantId tenant = request.change().tenant();
    return sending.send(
        request.change(), wish, !request.prefersAsync(), outcome -> answers.of(tenant, outcome));
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
