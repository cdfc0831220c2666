package rasl.whatsapp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One thing that happened, as the journal keeps it. The state is what all facts add up to. */
sealed interface Fact {

  /** Journal names; they must not change, or old journals cannot be read. */
  Map<String, Class<? extends Fact>> KINDS =
      Map.of(
          "accepted", Accepted.class,
          "received", Received.class,
          "settled", Settled.class,
          "clock_advanced", ClockAdvanced.class,
          "fault_set", FaultSet.class,
          "fault_used", FaultUsed.class,
          "switched", Switched.class,
          "subscribed", Subscribed.class);

  /** A message of the business was taken; {@code to} is the customer's normalised number. */
  record Accepted(
      Instant at, String number, String to, String wamid, JsonNode request, List<Update> updates)
      implements Fact {
    Pending.Outgoing subject() {
      String callbackData = request.path("biz_opaque_callback_data").asString("");
      return new Pending.Outgoing(number, to, wamid, callbackData);
    }

    Accepted withUpdates(List<Update> others) {
      return new Accepted(at, number, to, wamid, request, others);
    }
  }

  /** A customer wrote; this opens the 24-hour window. */
  record Received(
      Instant at,
      String number,
      String from,
      String wamid,
      String name,
      String text,
      List<Update> updates)
      implements Fact {
    Pending.Incoming subject() {
      return new Pending.Incoming(number, from, wamid, name, text);
    }

    Received withUpdates(List<Update> others) {
      return new Received(at, number, from, wamid, name, text, others);
    }
  }

  /** These updates were taken by the callback, or given up. */
  record Settled(List<Long> updates) implements Fact {}

  record ClockAdvanced(Duration by) implements Fact {}

  record FaultSet(long id, Fault fault) implements Fact {}

  record FaultUsed(long id) implements Fact {}

  record Switched(WebhookSwitches switches) implements Fact {}

  record Subscribed(String wabaId, boolean on) implements Fact {}

  default String kind() {
    return switch (this) {
      case Accepted _ -> "accepted";
      case Received _ -> "received";
      case Settled _ -> "settled";
      case ClockAdvanced _ -> "clock_advanced";
      case FaultSet _ -> "fault_set";
      case FaultUsed _ -> "fault_used";
      case Switched _ -> "switched";
      case Subscribed _ -> "subscribed";
    };
  }
}
