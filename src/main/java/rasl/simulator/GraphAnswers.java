package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import rasl.http.RawResponse;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers as the Graph API gives them, with its headers. */
final class GraphAnswers {
  private static final String USAGE = "{\"call_count\":0,\"total_cputime\":0,\"total_time\":0}";

  private final Ids ids;

  GraphAnswers(Ids ids) {
    this.ids = ids;
  }

  ObjectNode object() {
    return Json.mapper().createObjectNode();
  }

  /** The answer of most calls that change something. */
  ObjectNode done() {
    return object().put("success", true);
  }

  RawResponse success(String version, SimulatorAccount account, JsonNode body) {
    String usage =
        "{\""
            + account.wabaId()
            + "\":[{\"type\":\"whatsapp\",\"call_count\":1,\"total_cputime\":1,"
            + "\"total_time\":1,\"estimated_time_to_regain_access\":0}]}";
    return answer(200, version, ids.trace(), body)
        .with("x-app-usage", USAGE)
        .with("x-business-use-case-usage", usage);
  }

  /** The success of a call on no account's object. */
  RawResponse success(String version, JsonNode body) {
    return answer(200, version, ids.trace(), body).with("x-app-usage", USAGE);
  }

  RawResponse error(String version, MetaError error) {
    return error(version, error, object());
  }

  /** An error in an answer that has other fields too. */
  RawResponse error(String version, MetaError error, ObjectNode body) {
    String trace = ids.trace();
    ObjectNode inner = body.putObject("error");
    inner.put("message", error.message());
    inner.put("type", error.type());
    inner.put("code", error.code());
    if (error.subcode() != 0) {
      inner.put("error_subcode", error.subcode());
    }
    if (error.transience() != MetaError.Transience.UNSAID) {
      inner.put("is_transient", error.transience() == MetaError.Transience.YES);
    }
    if (!error.userTitle().isEmpty()) {
      inner.put("error_user_title", error.userTitle());
      inner.put("error_user_msg", error.userMessage());
    }
    if (!error.details().isEmpty()) {
      ObjectNode data = inner.putObject("error_data");
      data.put("messaging_product", "whatsapp");
      data.put("details", error.details());
    }
    inner.put("fbtrace_id", trace);
    RawResponse answer = answer(error.httpStatus(), version, trace, body);
    return error.httpStatus() == 401
        ? answer.with(
            "WWW-Authenticate", "OAuth \"Facebook Platform\" \"invalid_token\" \"unauthorized\"")
        : answer;
  }

  /** The answer of a machine in front of the API when it fails: without an error object. */
  RawResponse withoutErrorObject(int status) {
    String page = "<!DOCTYPE html><html><title>Error</title><h1>" + status + "</h1></html>";
    return new RawResponse(
        status,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        page.getBytes(StandardCharsets.UTF_8));
  }

  private RawResponse answer(int status, String version, String trace, JsonNode body) {
    byte[] bytes = MetaJson.ascii(Json.write(body));
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json; charset=UTF-8",
            "facebook-api-version",
            version,
            "x-fb-trace-id",
            trace,
            "x-fb-request-id",
            trace,
            "x-fb-rev",
            ids.digits(),
            "Cache-Control",
            "private, no-cache, no-store, must-revalidate");
    return new RawResponse(status, headers, bytes);
  }
}
