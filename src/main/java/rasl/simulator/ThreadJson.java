package rasl.simulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages as the page shows them. */
final class ThreadJson {
  private final World world;

  ThreadJson(World world) {
    this.world = world;
  }

  /** Empty for what does not belong to this business number. */
  Optional<ObjectNode> of(Fact fact, SimulatorAccount account) {
    return switch (fact) {
      case Fact.Accepted it when it.number().equals(account.phoneNumberId()) ->
          Optional.of(outgoing(it, account));
      case Fact.Received it when it.number().equals(account.phoneNumberId()) ->
          Optional.of(incoming(it));
      default -> Optional.empty();
    };
  }

  private ObjectNode outgoing(Fact.Accepted message, SimulatorAccount account) {
    String type = message.type();
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("wamid", message.wamid()).put("at", message.at().toString());
    json.put("direction", "out").put("type", type);
    JsonNode content = message.request().path(type);
    json.set("content", content);
    json.put("context", message.request().path("context").path("message_id").asString(""));
    if (type.equals("template")) {
      preview(account, content).ifPresent(it -> json.set("preview", it));
    }
    status(json, message);
    return json;
  }

  /** The latest status at the simulated time. */
  private void status(ObjectNode json, Fact.Accepted message) {
    Instant now = world.now();
    Update last =
        message.updates().stream()
            .filter(update -> !update.at().isAfter(now))
            .max(Comparator.comparing(Update::at))
            .orElse(null);
    json.put("status", last == null ? "accepted" : last.kind().name().toLowerCase(Locale.ROOT));
    if (last != null && last.errorCode() != 0) {
      json.put("error", last.errorCode());
      json.put("error_title", ErrorTable.get(last.errorCode()).title());
    }
  }

  private static ObjectNode incoming(Fact.Received message) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("wamid", message.wamid()).put("at", message.at().toString());
    json.put("direction", "in");
    JsonNode content = message.content();
    String type = content == null ? "text" : content.path("type").asString("text");
    json.put("type", type);
    if (content == null) {
      json.putObject("content").put("body", message.text());
    } else {
      json.set("content", content.path(type));
      json.put("context", content.path("context").path("id").asString(""));
    }
    return json;
  }

  private Optional<ObjectNode> preview(SimulatorAccount account, JsonNode content) {
    String name = content.path("name").asString("");
    String language = content.path("language").path("code").asString("");
    return world
        .ask(state -> state.templates().find(account.wabaId(), name, language))
        .map(template -> TemplatePreview.of(template, content));
  }
}
