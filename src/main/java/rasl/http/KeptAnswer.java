package rasl.http;

import java.util.LinkedHashMap;
import java.util.Map;
import rasl.json.Json;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/**
 * An outcome as it is kept for repeats of its request: status, {@code message} and {@code data}, or
 * {@code error}; never {@code meta}, which is the repeat's own.
 *
 * @param json an object with {@code status}, and {@code message}, {@code data} or {@code error}
 */
public record KeptAnswer(String json) {

  /** Of a success. */
  public static KeptAnswer of(Answer answer) {
    if (answer.body().isPresent()) {
      throw new IllegalArgumentException("a file is the answer of a GET, and never kept");
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("status", answer.status());
    kept.putAll(Envelope.content(answer));
    return new KeptAnswer(Json.write(kept));
  }

  /** Of a failure after something was changed, such as a message that WhatsApp refused. */
  public static KeptAnswer of(Refusal refusal) {
    Problem problem = Problem.of(refusal);
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("status", problem.status());
    kept.put("error", Envelope.content(problem));
    return new KeptAnswer(Json.write(kept));
  }

  int status() {
    return Json.parseTrusted(json).path("status").asInt();
  }

  /** The members of the envelope between {@code success} and {@code meta}. */
  Map<String, Object> content() {
    JsonNode node = Json.parseTrusted(json);
    Map<String, Object> content = new LinkedHashMap<>();
    node.properties().stream()
        .filter(member -> !member.getKey().equals("status"))
        .forEach(member -> content.put(member.getKey(), member.getValue()));
    return content;
  }
}
