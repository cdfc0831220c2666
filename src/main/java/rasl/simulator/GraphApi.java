package rasl.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.http.RawRequest;
import rasl.http.RawResponse;
import rasl.refusal.RefusedException;
import tools.jackson.databind.node.ObjectNode;

/** Meta's side: authentication first, then the object, then its edge. */
final class GraphApi {
  private static final Logger log = LoggerFactory.getLogger(GraphApi.class);

  private final List<SimulatorAccount> accounts;
  private final GraphParts parts;

  GraphApi(List<SimulatorAccount> accounts, GraphParts parts) {
    this.accounts = accounts;
    this.parts = parts;
  }

  RawResponse handle(RawRequest raw) {
    GraphRequest request = GraphRequest.of(raw);
    try {
      return answer(request);
    } catch (GraphRefusedException e) {
      return e.beside()
          .map(beside -> parts.answers.error(request.version(), e.error(), beside))
          .orElseGet(() -> parts.answers.error(request.version(), e.error()));
    } catch (RefusedException _) {
      return parts.answers.error(
          request.version(), MetaError.of(413, 100, "The request body is too large"));
    } catch (RuntimeException e) {
      log.error("the simulator failed", e);
      return parts.answers.error(request.version(), MetaError.of(131000, "The simulator failed"));
    }
  }

  private RawResponse answer(GraphRequest request) {
    if (request.edge().equals("access_token") && request.object().equals("oauth")) {
      return plain(request, parts.app.accessToken(request));
    }
    if (request.raw().path().startsWith(QrCodesApi.IMAGES)) {
      return QrCodesApi.picture(request.raw().path());
    }
    String token = request.token().orElseThrow(() -> MetaError.noToken().thrown());
    Optional<SimulatorAccount> app =
        accounts.stream().filter(it -> AppApi.token(it).equals(token)).findFirst();
    List<SimulatorAccount> visible =
        accounts.stream().filter(account -> account.accessToken().equals(token)).toList();
    if (visible.isEmpty() && app.isEmpty()) {
      throw MetaError.unknownToken().thrown();
    }
    if (request.path().isEmpty()) {
      throw MetaError.unknownPath("/").thrown();
    }
    return app.isPresent() ? ofApp(request, app.get()) : faulty(request, visible);
  }

  /** The calls of an app's own token, which steer the app. */
  private RawResponse ofApp(GraphRequest request, SimulatorAccount account) {
    if (request.object().equals("debug_token")) {
      return plain(request, parts.app.debug(request));
    }
    if (request.isUpload()) {
      return plain(request, parts.uploads.continued(request));
    }
    if (!AppApi.isApp(request.object(), account)) {
      throw MetaError.unknownObject(request.method(), request.object()).thrown();
    }
    return plain(request, parts.app.answer(new GraphCall(request, account)));
  }

  private RawResponse faulty(GraphRequest request, List<SimulatorAccount> visible) {
    Optional<Fault> fault = parts.faults.take(CallNames.of(request, visible));
    if (fault.isPresent()) {
      parts.faults.holdBack(fault.get());
      if (!fault.get().accepts()) {
        return parts.faults.answer(request.version(), fault.get());
      }
    }
    RawResponse answer =
        request.raw().path().equals(MediaUrls.PATH)
            ? parts.media.download(visible, request.raw())
            : ofObject(request, visible);
    return fault.isPresent() && fault.get().drop() == Fault.Drop.AFTER
        ? RawResponse.dropConnection()
        : answer;
  }

  private RawResponse ofObject(GraphRequest request, List<SimulatorAccount> visible) {
    for (SimulatorAccount account : visible) {
      if (account.phoneNumberId().equals(request.object())) {
        return ofNumber(new GraphCall(request, account));
      }
    }
    List<SimulatorAccount> ofWaba =
        visible.stream().filter(it -> it.wabaId().equals(request.object())).toList();
    if (!ofWaba.isEmpty()) {
      var call = new GraphCall(request, ofWaba.getFirst());
      return parts.answers.success(request.version(), call.account(), ofWaba(call, ofWaba));
    }
    return switch (request.object()) {
      case "debug_token" -> plain(request, parts.app.debug(request));
      case "message_template_library" ->
          plain(request, parts.pages.page(request, LibraryTemplates.list(request), 25));
      default ->
          visible.stream()
              .filter(it -> AppApi.isApp(request.object(), it))
              .findFirst()
              .map(it -> plain(request, parts.app.answer(new GraphCall(request, it))))
              .orElseGet(() -> ofFileOrTemplate(request, visible));
    };
  }

  private RawResponse ofNumber(GraphCall call) {
    GraphRequest request = call.request();
    boolean marketing = request.edge().equals("marketing_messages");
    if (request.method().equals("POST") && (marketing || request.edge().equals("messages"))) {
      return parts.messages.post(call, marketing);
    }
    ObjectNode body =
        route(parts.ofNumber, request)
            .orElseThrow(() -> NotPlayed.refusal(request, NumberFields.TYPE))
            .answer(call);
    return parts.answers.success(request.version(), call.account(), body);
  }

  private ObjectNode ofWaba(GraphCall call, List<SimulatorAccount> ofWaba) {
    GraphRequest request = call.request();
    return switch (request.method() + " " + request.edge()) {
      case "GET " -> parts.account.get(call, ofWaba);
      case "GET phone_numbers" -> parts.numbers.list(call, ofWaba);
      case "POST phone_numbers", "POST " ->
          throw MetaError.notPlayed("changes of an account or of which numbers it has").thrown();
      default ->
          route(parts.ofAccount, request)
              .orElseThrow(() -> NotPlayed.refusal(request, AccountApi.TYPE))
              .answer(call);
    };
  }

  /** By the whole edge, or by its first part with any one thing of it. */
  private static Optional<GraphCall.Route> route(
      Map<String, GraphCall.Route> routes, GraphRequest request) {
    GraphCall.Route exact = routes.get(request.method() + " " + request.edge());
    if (exact != null || request.path().size() != 3) {
      return Optional.ofNullable(exact);
    }
    return Optional.ofNullable(routes.get(request.method() + " " + request.path().get(1) + "/*"));
  }

  private RawResponse ofFileOrTemplate(GraphRequest request, List<SimulatorAccount> visible) {
    if (request.isUpload()) {
      return plain(request, parts.uploads.continued(request));
    }
    Optional<Media> file = parts.media.find(request.object());
    Optional<Template> template = parts.desk.get(request.object());
    Optional<String> flow = parts.flows.owner(request.object());
    for (SimulatorAccount account : visible) {
      var call = new GraphCall(request, account);
      Optional<ObjectNode> answer = Optional.empty();
      if (file.isPresent() && file.get().number().equals(account.phoneNumberId())) {
        answer = Optional.of(ofFile(call, file.get()));
      } else if (template.isPresent() && template.get().wabaId().equals(account.wabaId())) {
        answer = Optional.of(ofTemplate(call, template.get()));
      } else if (flow.isPresent() && flow.get().equals(account.wabaId())) {
        answer =
            Optional.of(
                route(parts.ofFlow, request)
                    .orElseThrow(() -> NotPlayed.refusal(request, "WhatsAppFlow"))
                    .answer(call));
      }
      if (answer.isPresent()) {
        return parts.answers.success(request.version(), account, answer.get());
      }
    }
    throw NotPlayed.of(request)
        .orElseGet(() -> MetaError.unknownObject(request.method(), request.object()).thrown());
  }

  private ObjectNode ofFile(GraphCall call, Media file) {
    return switch (call.request().method() + " " + call.request().edge()) {
      case "GET " -> parts.media.get(call, file);
      case "DELETE " -> parts.media.delete(call, file);
      default -> throw NotPlayed.refusal(call.request(), "WhatsAppBusinessMedia");
    };
  }

  private ObjectNode ofTemplate(GraphCall call, Template template) {
    return switch (call.request().method() + " " + call.request().edge()) {
      case "GET " -> parts.templates.get(call, template);
      case "POST " -> parts.templates.edit(call, template);
      case "POST unpause" -> parts.templates.unpause(call, template);
      default -> throw NotPlayed.refusal(call.request(), "WhatsAppMessageTemplate");
    };
  }

  private RawResponse plain(GraphRequest request, ObjectNode body) {
    return parts.answers.success(request.version(), body);
  }
}
