package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One thing that happened, as the journal keeps it. The state is what all facts add up to. */
sealed interface Fact {

  /** Journal names; they must not change, or old journals cannot be read. */
  Map<String, Class<? extends Fact>> KINDS =
      Map.ofEntries(
          Map.entry("accepted", Accepted.class),
          Map.entry("received", Received.class),
          Map.entry("noticed", Noticed.class),
          Map.entry("settled", Settled.class),
          Map.entry("clock_advanced", ClockAdvanced.class),
          Map.entry("fault_set", FaultSet.class),
          Map.entry("fault_used", FaultUsed.class),
          Map.entry("switched", Switched.class),
          Map.entry("subscribed", Subscribed.class),
          Map.entry("ruled", Ruled.class),
          Map.entry("user_set", UserSet.class),
          Map.entry("number_set", NumberSet.class),
          Map.entry("media_stored", MediaStored.class),
          Map.entry("media_deleted", MediaDeleted.class),
          Map.entry("template_set", TemplateSet.class),
          Map.entry("templates_deleted", TemplatesDeleted.class),
          Map.entry("kept", Kept.class));

  /** A message of the business was taken; {@code to} is the customer's key. */
  record Accepted(
      Instant at,
      String number,
      String to,
      String wamid,
      JsonNode request,
      Terms terms,
      List<Update> updates)
      implements Fact {
    public Accepted {
      terms = Objects.requireNonNullElse(terms, Terms.PLAIN);
    }

    Pending.Outgoing subject() {
      String callbackData = request.path("biz_opaque_callback_data").asString("");
      return new Pending.Outgoing(number, to, wamid, callbackData, terms);
    }

    String type() {
      return request.path("type").asString("text").toLowerCase(Locale.ROOT);
    }

    Accepted withUpdates(List<Update> others) {
      return new Accepted(at, number, to, wamid, request, terms, others);
    }
  }

  /**
   * A customer wrote; this opens the 24-hour window.
   *
   * @param name of the profile; the customer's key where the message tells of no profile
   * @param content the message's own fields, beginning with its type; of plain texts null
   * @param contact the customer as webhooks name them, null where only the number is known
   */
  record Received(
      Instant at,
      String number,
      String from,
      String wamid,
      String name,
      String text,
      @Nullable JsonNode content,
      @Nullable User contact,
      List<Update> updates)
      implements Fact {
    public Received {
      // What was written as null is read back as JSON's null.
      content = content == null || content.isNull() ? null : content;
    }

    Pending.Incoming subject() {
      return new Pending.Incoming(number, from, wamid, name, text, content, contact);
    }

    boolean fromAd() {
      return content != null && content.has("referral");
    }

    Received withUpdates(List<Update> others) {
      return new Received(at, number, from, wamid, name, text, content, contact, others);
    }
  }

  /** Something happened to the account that the business hears of under another field. */
  record Noticed(Instant at, String number, String field, JsonNode value, List<Update> updates)
      implements Fact {
    Pending.Notice subject() {
      return new Pending.Notice(number, field, value);
    }

    Noticed withUpdates(List<Update> others) {
      return new Noticed(at, number, field, value, others);
    }
  }

  /** These updates were taken by the callback, or given up. */
  record Settled(List<Long> updates) implements Fact {}

  record ClockAdvanced(Duration by) implements Fact {}

  record FaultSet(long id, Fault fault) implements Fact {}

  record FaultUsed(long id) implements Fact {}

  record Switched(WebhookSwitches switches) implements Fact {}

  record Subscribed(String wabaId, boolean on) implements Fact {}

  record Ruled(Rules rules) implements Fact {}

  /** A customer was made or changed; {@code phone} is another spelling of the number, or empty. */
  record UserSet(User user, String phone) implements Fact {}

  record NumberSet(String number, NumberProfile profile) implements Fact {}

  record MediaStored(Media media) implements Fact {}

  record MediaDeleted(String id) implements Fact {}

  record TemplateSet(Template template) implements Fact {}

  record TemplatesDeleted(Instant at, List<String> ids) implements Fact {}

  /**
   * Something small of an object was set, such as a number's profile or one of its QR codes.
   *
   * @param shelf what it is and whose, such as {@code qr/106540352242922}
   * @param key its own name on that shelf
   * @param value null where it was taken away
   */
  record Kept(String shelf, String key, @Nullable JsonNode value) implements Fact {
    public Kept {
      // What was written as null is read back as JSON's null.
      value = value == null || value.isNull() ? null : value;
    }
  }

  default String kind() {
    return switch (this) {
      case Accepted _ -> "accepted";
      case Received _ -> "received";
      case Noticed _ -> "noticed";
      case Settled _ -> "settled";
      case ClockAdvanced _ -> "clock_advanced";
      case FaultSet _ -> "fault_set";
      case FaultUsed _ -> "fault_used";
      case Switched _ -> "switched";
      case Subscribed _ -> "subscribed";
      case Ruled _ -> "ruled";
      case UserSet _ -> "user_set";
      case NumberSet _ -> "number_set";
      case MediaStored _ -> "media_stored";
      case MediaDeleted _ -> "media_deleted";
      case TemplateSet _ -> "template_set";
      case TemplatesDeleted _ -> "templates_deleted";
      case Kept _ -> "kept";
    };
  }
}
