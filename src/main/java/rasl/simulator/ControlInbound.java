package rasl.simulator;

import java.util.Optional;
import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /control/inbound}: a customer writes a message of any type. */
final class ControlInbound {
  private static final int MAX_TEXT = 65_536;
  private static final Set<String> MEDIA = Set.of("image", "video", "document", "audio", "sticker");
  private static final Set<String> OBJECTS =
      Set.of("location", "reaction", "button", "interactive", "order", "system", "edit", "revoke");

  private final World world;
  private final ControlAccounts accounts;
  private final InboundMedia media;

  ControlInbound(World world, ControlAccounts accounts, InboundMedia media) {
    this.world = world;
    this.accounts = accounts;
    this.media = media;
  }

  ObjectNode receive(ControlFields body) {
    User from = from(body);
    String type = body.text("type").orElse("text");
    SimulatorAccount account = accounts.named(body);
    boolean unreachable =
        StatusPlan.isNotOnWhatsApp(from.key()) || from.key().equals(account.displayPhoneNumber());
    if (unreachable) {
      throw ControlRefusedException.wrong("'from' must be another number that is on WhatsApp");
    }
    if (new Shelf(world, BlockApi.shelf(account.phoneNumberId())).get(from.key()).isPresent()) {
      throw ControlRefusedException.wrong("the business has blocked this customer");
    }
    User sender = body.text("name").map(from::named).orElse(from);
    if (!sender.equals(from) || !world.ask(it -> it.directory().met().contains(from.key()))) {
      world.tell(new Fact.UserSet(sender, ""));
    }
    String text = type.equals("text") ? text(body) : "";
    ObjectNode content = content(type, body, account);
    surroundings(body, content, account);
    boolean plain = type.equals("text") && content.size() == 2;
    String wamid = world.receive(account, sender, text, plain ? null : content);
    ObjectNode answer = Json.mapper().createObjectNode().put("wamid", wamid);
    JsonNode id = content.path(type).path("id");
    return MEDIA.contains(type) ? answer.put("media_id", id.asString("")) : answer;
  }

  /** By phone number, or by user id for one who has none. */
  private User from(ControlFields body) {
    Optional<String> userId = body.text("user_id");
    if (body.get("from").isEmpty() && userId.isPresent()) {
      if (!userId.get().matches("[A-Z]{2}\\.[A-Za-z0-9.]{1,132}")) {
        throw ControlRefusedException.wrong("'user_id' must look like US.1349120865530274");
      }
      return world.user(userId.get());
    }
    return world.user(
        body.number("from").orElseThrow(() -> ControlRefusedException.wrong("'from' is missing")));
  }

  private static String text(ControlFields body) {
    String text = body.text("text").orElse("");
    if (text.isEmpty() || text.length() > MAX_TEXT) {
      throw ControlRefusedException.wrong("'text' must have 1 to 65536 characters");
    }
    return text;
  }

  private ObjectNode content(String type, ControlFields body, SimulatorAccount account) {
    ObjectNode content = Json.mapper().createObjectNode();
    if (type.equals("text")) {
      content.putObject("text").put("body", text(body));
    } else if (MEDIA.contains(type)) {
      content.set(type, media.take(type, object(body, type), account));
    } else if (type.equals("contacts")) {
      content.set(type, InboundChecks.contacts(body));
    } else if (OBJECTS.contains(type)) {
      content.set(type, InboundChecks.check(type, object(body, type).body(), body));
    } else if (type.equals("unsupported") || type.equals("unknown")) {
      InboundChecks.unsupported(content, body);
    } else {
      throw ControlRefusedException.wrong(
          "'type' must be text, image, video, audio, document, sticker, location, contacts,"
              + " reaction, button, interactive, order, system, edit, revoke or unsupported");
    }
    return content.put("type", type);
  }

  private static ControlFields object(ControlFields body, String type) {
    return body.object(type)
        .orElseThrow(() -> ControlRefusedException.wrong("'" + type + "' is missing"));
  }

  /** The fields that a message of any type can have besides its content. */
  private static void surroundings(
      ControlFields body, ObjectNode content, SimulatorAccount account) {
    ObjectNode context = Json.mapper().createObjectNode();
    body.text("reply_to")
        .ifPresent(id -> context.put("from", account.displayPhoneNumber()).put("id", id));
    body.flag("forwarded").filter(it -> it).ifPresent(it -> context.put("forwarded", it));
    body.flag("frequently_forwarded")
        .filter(it -> it)
        .ifPresent(it -> context.put("frequently_forwarded", it));
    body.object("referred_product")
        .ifPresent(product -> context.set("referred_product", product.body()));
    if (!context.isEmpty()) {
      content.set("context", context);
    }
    body.object("referral").ifPresent(it -> content.set("referral", InboundChecks.referral(it)));
    body.get("errors").ifPresent(errors -> content.set("errors", errors));
  }
}
