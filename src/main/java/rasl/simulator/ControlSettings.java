package rasl.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /control/settings}, {@code /control/users} and {@code /control/numbers}. */
final class ControlSettings {
  private static final String STOPPED =
      "User requested to stop getting marketing messages from this business";
  private static final String RESUMED =
      "User requested to resume getting marketing messages from this business";

  private final World world;
  private final ControlAccounts accounts;

  ControlSettings(World world, ControlAccounts accounts) {
    this.world = world;
    this.accounts = accounts;
  }

  ObjectNode rules(ControlFields body) {
    Rules old = world.ask(State::rules);
    String review = body.text("review").orElse(old.review());
    if (!List.of("approve", "reject", "hold").contains(review)) {
      throw ControlRefusedException.wrong("'review' must be approve, reject or hold");
    }
    var rules =
        new Rules(
            body.flag("pair_limit").orElse(old.pairLimit()),
            body.integer("messages_per_second", 0, 100_000)
                .orElse((long) old.messagesPerSecond())
                .intValue(),
            body.integer("webhook_version", 13, 99).orElse((long) old.webhookVersion()).intValue(),
            body.flag("user_ids").orElse(old.userIds()),
            body.flag("regional_ids").orElse(old.regionalIds()),
            body.flag("strict_plus").orElse(old.strictPlus()),
            body.get("test_recipients").map(ControlSettings::digits).orElse(old.testRecipients()),
            body.integer("review_ms", 0, Duration.ofDays(7).toMillis()).orElse(old.reviewMs()),
            review);
    world.tell(new Fact.Ruled(rules));
    return describe(rules);
  }

  private static List<String> digits(JsonNode list) {
    List<String> numbers = new ArrayList<>();
    for (JsonNode number : list) {
      String digits = number.asString("").replaceFirst("^\\+", "");
      if (!digits.matches("[0-9]{7,15}")) {
        throw ControlRefusedException.wrong("'test_recipients' must be a list of phone numbers");
      }
      numbers.add(digits);
    }
    return numbers;
  }

  static ObjectNode describe(Rules rules) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("pair_limit", rules.pairLimit());
    json.put("messages_per_second", rules.messagesPerSecond());
    json.put("webhook_version", rules.webhookVersion());
    json.put("user_ids", rules.userIds());
    json.put("regional_ids", rules.regionalIds());
    json.put("strict_plus", rules.strictPlus());
    ArrayNode recipients = json.putArray("test_recipients");
    rules.testRecipients().forEach(recipients::add);
    json.put("review_ms", rules.reviewMs());
    json.put("review", rules.review());
    return json;
  }

  /** Makes or changes a customer. */
  ObjectNode user(ControlFields body) {
    String phone = body.number("phone").orElse("");
    String userId = body.text("user_id").orElse("");
    if (phone.isEmpty() && !userId.matches("[A-Z]{2}\\.[A-Za-z0-9.]{1,132}")) {
      throw ControlRefusedException.wrong("a customer needs 'phone', or a 'user_id' like US.1349");
    }
    String waId =
        body.number("wa_id").orElseGet(() -> phone.isEmpty() ? "" : world.user(phone).key());
    User old = world.user(waId.isEmpty() ? userId : waId);
    var user =
        new User(
            waId.isEmpty() ? userId : waId,
            waId,
            userId.isEmpty() ? old.userId() : userId,
            body.text("username").orElse(old.username()).replaceFirst("^@", ""),
            body.text("name").orElse(old.name()),
            waId.isEmpty() || body.flag("phone_hidden").orElse(old.phoneHidden()),
            body.flag("reads").orElse(old.reads()),
            body.flag("marketing_stopped").orElse(old.marketingStopped()));
    world.tell(new Fact.UserSet(user, phone));
    if (user.marketingStopped() != old.marketingStopped()) {
      accounts.all().forEach(account -> tellPreference(account, user));
    }
    return describe(user);
  }

  /** As Meta tells of customers who stop or resume marketing messages in WhatsApp. */
  private void tellPreference(SimulatorAccount account, User user) {
    ObjectNode value = Json.mapper().createObjectNode().put("messaging_product", "whatsapp");
    value
        .putObject("metadata")
        .put("display_phone_number", account.displayPhoneNumber())
        .put("phone_number_id", account.phoneNumberId());
    ObjectNode contact = value.putArray("contacts").addObject();
    contact.putObject("profile").put("name", user.name());
    ObjectNode preference = value.putArray("user_preferences").addObject();
    if (!user.phoneHidden()) {
      contact.put("wa_id", user.waId());
      preference.put("wa_id", user.waId());
    }
    contact.put("user_id", Directory.userId(user));
    preference
        .put("user_id", Directory.userId(user))
        .put("detail", user.marketingStopped() ? STOPPED : RESUMED)
        .put("category", "marketing_messages")
        .put("value", user.marketingStopped() ? "stop" : "resume")
        .put("timestamp", world.now().getEpochSecond());
    world.notice(account, world.now(), "user_preferences", value);
  }

  static ObjectNode describe(User user) {
    return Json.mapper()
        .createObjectNode()
        .put("wa_id", user.waId())
        .put("user_id", Directory.userId(user))
        .put("username", user.username())
        .put("name", user.name())
        .put("phone_hidden", user.phoneHidden())
        .put("reads", user.reads())
        .put("marketing_stopped", user.marketingStopped());
  }

  /** Changes a business number, which may be heard of. */
  ObjectNode number(ControlFields body) {
    SimulatorAccount account = accounts.named(body);
    NumberProfile old = world.ask(state -> state.profile(account.phoneNumberId()));
    var profile =
        new NumberProfile(
            body.flag("registered").orElse(old.registered()),
            old.pin(),
            body.text("quality_rating").orElse(old.quality()),
            body.text("throughput").orElse(old.throughput()),
            body.text("messaging_limit").orElse(old.limit()));
    world.tell(new Fact.NumberSet(account.phoneNumberId(), profile));
    body.text("event").ifPresent(event -> tell(account, event, old, profile));
    return Json.mapper()
        .createObjectNode()
        .put("registered", profile.registered())
        .put("quality_rating", profile.quality())
        .put("throughput", profile.throughput())
        .put("messaging_limit", profile.limit());
  }

  private void tell(
      SimulatorAccount account, String event, NumberProfile old, NumberProfile profile) {
    ObjectNode value = Json.mapper().createObjectNode();
    value.put("display_phone_number", account.displayPhoneNumber());
    value.put("event", event);
    value.put("old_limit", old.limit());
    value.put("current_limit", profile.limit());
    value.put("max_daily_conversations_per_business", profile.limit());
    world.notice(account, world.now(), "phone_number_quality_update", value);
  }
}
