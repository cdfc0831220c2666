package rasl.whatsapp.receive;

import tools.jackson.databind.JsonNode;

/**
 * A call of a customer or to one, in the words that people and lists see (Meta's "Calling API
 * webhooks").
 */
final class CallWords {
  private CallWords() {}

  /** What is known of a call that has begun or ended. */
  static String of(JsonNode call, boolean ours) {
    if (UpdateReader.text(call, "event").equals("connect")) {
      return WhatsAppUpdate.CALL_BEGUN;
    }
    long seconds = call.path("duration").asLong(0);
    if (seconds > 0) {
      return "Call of " + (seconds < 60 ? seconds + " seconds" : seconds / 60 + " minutes");
    }
    return ours ? "Call that was not answered" : "Missed call";
  }
}
