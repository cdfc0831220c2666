package rasl.whatsapp.connection;

import java.util.Map;
import java.util.Optional;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ForeignText;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.pace.Pace;
import tools.jackson.databind.JsonNode;

/**
 * What WhatsApp says of a number that is asked for.
 *
 * @param answer the number as the Graph API describes it; empty where it gave none
 * @param trouble why it cannot send
 */
public record NumberHealth(Optional<JsonNode> answer, Optional<GraphError> trouble) {
  /** WhatsApp's answer did not come, or was none. */
  static final int SILENT = -1;

  private static final String FIELDS =
      "id,display_phone_number,verified_name,quality_rating,status,throughput,platform_type,"
          + "is_on_biz_app,whatsapp_business_manager_messaging_limit,code_verification_status,"
          + "name_status,account_mode,health_status";

  /** Asks for a connection's number. */
  public static NumberHealth of(GraphClient graph, Connection connection)
      throws InterruptedException {
    return switch (graph.get(connection, connection.phoneNumberId(), Map.of("fields", FIELDS))) {
      case GraphAnswer.Ok(var number) -> read(connection.phoneNumberId(), number);
      case GraphAnswer.Refused(var error) -> new NumberHealth(Optional.empty(), Optional.of(error));
      case GraphAnswer.Silent(var why) ->
          new NumberHealth(
              Optional.empty(),
              Optional.of(new GraphError(SILENT, "WhatsApp does not answer", why, true)));
    };
  }

  private static NumberHealth read(String phoneNumberId, JsonNode number) {
    if (!number.path("id").asString("").equals(phoneNumberId)) {
      return new NumberHealth(
          Optional.empty(),
          Optional.of(new GraphError(33, "WhatsApp answered with another number", "", false)));
    }
    return new NumberHealth(Optional.of(number), blocked(number).or(() -> unregistered(number)));
  }

  /** Meta's own judgement of number, account, business and app. */
  private static Optional<GraphError> blocked(JsonNode number) {
    JsonNode health = number.path("health_status");
    if (!health.path("can_send_message").asString("").equals("BLOCKED")) {
      return Optional.empty();
    }
    for (JsonNode entity : health.path("entities")) {
      JsonNode error = entity.path("errors").path(0);
      if (error.isObject()) {
        return Optional.of(
            new GraphError(
                halting(error.path("error_code").asInt(0)),
                text(error, "error_description"),
                text(error, "possible_solution"),
                false));
      }
    }
    return Optional.of(new GraphError(131031, "Meta has blocked sending", "", false));
  }

  /** The health check has codes of its own; what they come to is that nothing can be sent. */
  private static int halting(int code) {
    return code == 141006 ? 131042 : 131031;
  }

  private static Optional<GraphError> unregistered(JsonNode number) {
    String status = number.path("status").asString("CONNECTED");
    return switch (status) {
      case "DISCONNECTED", "DELETED", "MIGRATED", "UNLINKED" ->
          Optional.of(new GraphError(133010, "The number's status is " + status, "", false));
      case "BANNED", "RESTRICTED" ->
          Optional.of(new GraphError(131031, "The number's status is " + status, "", false));
      default -> Optional.empty();
    };
  }

  private static String text(JsonNode node, String field) {
    return ForeignText.clean(node.path(field).asString(""));
  }

  /** WhatsApp's limit for the number, in and out together. */
  static int messagesPerSecond(JsonNode number) {
    if (number.path("is_on_biz_app").asBoolean(false)) {
      return Pace.SHARED_WITH_PHONE;
    }
    return number.path("throughput").path("level").asString("").equals("HIGH")
        ? Pace.HIGH
        : Pace.STANDARD;
  }
}
