package rasl.simulator;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.http.RawRequest;
import rasl.http.RawResponse;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Meta's side: authentication first, then the object, then what is wanted of it. */
final class GraphApi {
  private static final Logger log = LoggerFactory.getLogger(GraphApi.class);
  private static final int MAX_BODY = 1 << 20;

  private final List<SimulatorAccount> accounts;
  private final MessagesApi messages;
  private final MediaApi media;
  private final TemplatesApi templates;
  private final TemplateDesk desk;
  private final NumbersApi numbers;
  private final Faults faults;
  private final GraphAnswers answers;
  private final MediaUrls urls;

  GraphApi(List<SimulatorAccount> accounts, GraphParts parts) {
    this.accounts = accounts;
    this.messages = parts.messages();
    this.media = parts.media();
    this.templates = parts.templates();
    this.desk = parts.desk();
    this.numbers = parts.numbers();
    this.faults = parts.faults();
    this.answers = parts.answers();
    this.urls = parts.urls();
  }

  RawResponse handle(RawRequest raw) {
    GraphRequest request = GraphRequest.of(raw);
    try {
      return answer(request);
    } catch (GraphRefusedException e) {
      return answers.error(request.version(), e.error());
    } catch (RefusedException _) {
      return answers.error(
          request.version(), MetaError.of(413, 100, "The request body is too large"));
    } catch (RuntimeException e) {
      log.error("the simulator failed", e);
      return answers.error(request.version(), MetaError.of(131000, "The simulator failed"));
    }
  }

  private RawResponse answer(GraphRequest request) {
    List<SimulatorAccount> visible = visibleTo(request);
    if (request.path().isEmpty()) {
      throw MetaError.unknownPath("/").thrown();
    }
    String call = CallNames.of(request, visible);
    Optional<Fault> fault = faults.take(call);
    if (fault.isPresent()) {
      faults.holdBack(fault.get());
      if (!fault.get().accepts()) {
        return faults.answer(request.version(), fault.get());
      }
    }
    RawResponse answer =
        request.raw().path().equals(MediaUrls.PATH)
            ? media.download(visible, request.raw().query())
            : ofObject(request, visible);
    return fault.isPresent() && fault.get().drop() == Fault.Drop.AFTER
        ? RawResponse.dropConnection()
        : answer;
  }

  private RawResponse ofObject(GraphRequest request, List<SimulatorAccount> visible) {
    String call = request.method() + " " + request.edge();
    for (SimulatorAccount account : visible) {
      if (account.phoneNumberId().equals(request.object())) {
        return ofNumber(request, call, account);
      }
    }
    List<SimulatorAccount> ofWaba =
        visible.stream().filter(it -> it.wabaId().equals(request.object())).toList();
    if (!ofWaba.isEmpty()) {
      return answers.success(request.version(), ofWaba.getFirst(), ofWaba(request, call, ofWaba));
    }
    return ofFileOrTemplate(request, call, visible);
  }

  private RawResponse ofNumber(GraphRequest request, String call, SimulatorAccount account) {
    if (call.equals("POST messages")) {
      return messages.post(request.version(), account, body(request));
    }
    ObjectNode body =
        switch (call) {
          case "POST media" -> media.upload(account, request);
          case "GET " -> numbers.get(account, request.raw().query());
          case "POST " -> numbers.setPin(account, body(request));
          case "POST register" -> numbers.register(account, body(request));
          case "POST deregister" -> numbers.deregister(account);
          case "POST request_code", "POST verify_code" -> numbers.verify();
          default -> throw unknown(request);
        };
    return answers.success(request.version(), account, body);
  }

  private ObjectNode ofWaba(GraphRequest request, String call, List<SimulatorAccount> ofWaba) {
    SimulatorAccount account = ofWaba.getFirst();
    String query = request.raw().query();
    return switch (call) {
      case "GET phone_numbers" -> numbers.list(ofWaba, query);
      case "GET subscribed_apps" -> numbers.subscribedApps(account);
      case "POST subscribed_apps" -> numbers.subscribe(request, account);
      case "DELETE subscribed_apps" -> numbers.unsubscribe(account);
      case "GET message_templates" -> templates.list(account, request, urls.base());
      case "POST message_templates" -> templates.create(account, body(request));
      case "DELETE message_templates" -> templates.delete(account, query);
      case "GET " ->
          answers.object().put("id", account.wabaId()).put("name", account.verifiedName());
      default -> throw unknown(request);
    };
  }

  private RawResponse ofFileOrTemplate(
      GraphRequest request, String call, List<SimulatorAccount> visible) {
    String id = request.object();
    String query = request.raw().query();
    Optional<Media> file = media.find(id);
    Optional<Template> template = desk.get(id);
    for (SimulatorAccount account : visible) {
      if (file.isPresent() && file.get().number().equals(account.phoneNumberId())) {
        ObjectNode body =
            switch (call) {
              case "GET " -> media.get(account, file.get(), query);
              case "DELETE " -> media.delete(file.get(), query);
              default -> throw unknown(request);
            };
        return answers.success(request.version(), account, body);
      }
      if (template.isPresent() && template.get().wabaId().equals(account.wabaId())) {
        return answers.success(
            request.version(), account, ofTemplate(request, call, account, template.get()));
      }
    }
    throw unknown(request);
  }

  private ObjectNode ofTemplate(
      GraphRequest request, String call, SimulatorAccount account, Template template) {
    return switch (call) {
      case "GET " -> templates.get(template, request.raw().query());
      case "POST " -> templates.edit(account, template, body(request));
      case "POST unpause" -> templates.unpause(account, template);
      default -> throw unknown(request);
    };
  }

  private static GraphRefusedException unknown(GraphRequest request) {
    return MetaError.unknownObject(request.method(), request.object()).thrown();
  }

  private List<SimulatorAccount> visibleTo(GraphRequest request) {
    String token = request.token().orElseThrow(() -> MetaError.noToken().thrown());
    List<SimulatorAccount> visible =
        accounts.stream().filter(account -> account.accessToken().equals(token)).toList();
    if (visible.isEmpty()) {
      throw MetaError.unknownToken().thrown();
    }
    return visible;
  }

  private static JsonNode body(GraphRequest request) {
    return RequestJson.parse(request.raw().body().read(MAX_BODY))
        .orElseThrow(
            () ->
                MetaError.of(100, "The request body is not a JSON object of valid UTF-8").thrown());
  }
}
