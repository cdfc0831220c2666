package rasl.whatsapp.graph;

import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads WhatsApp's two shapes of errors: that of answers and that of webhooks. */
public final class GraphErrors {
  private static final Pattern CODE_PREFIX = Pattern.compile("^\\(#\\d+\\)\\s*");

  /** No code of WhatsApp's: 0 is one, and means that the token has died. */
  private static final int NONE = -1;

  private GraphErrors() {}

  /**
   * The {@code error} object of an answer. Where WhatsApp does not say whether the trouble is
   * passing, a status of 500 and more does.
   */
  static GraphError ofAnswer(JsonNode error, int httpStatus) {
    String title = CODE_PREFIX.matcher(error.path("message").asString("")).replaceFirst("");
    return new GraphError(
        error.path("code").asInt(),
        error.path("error_subcode").asInt(0),
        ForeignText.clean(title),
        details(error),
        error.path("is_transient").asBoolean(httpStatus >= 500));
  }

  /** One error of a status or message in a webhook. */
  public static GraphError ofWebhook(JsonNode error) {
    String title = error.path("title").asString(error.path("message").asString(""));
    return new GraphError(
        error.path("code").asInt(NONE), ForeignText.clean(title), details(error), false);
  }

  private static String details(JsonNode error) {
    JsonNode data = error.path("error_data");
    return ForeignText.clean(data.isString() ? data.asString() : data.path("details").asString(""));
  }
}
