package rasl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /{phone-number-id}/block_users}: customers who can neither write nor be written to. */
final class BlockApi {
  private static final int MOST_BLOCKED = 64_000;
  private static final int USUAL_PAGE = 100;
  private static final int SOME_FAILED = 139100;

  private final World world;
  private final GraphPages pages;
  private final GraphAnswers answers;

  BlockApi(World world, GraphPages pages, GraphAnswers answers) {
    this.world = world;
    this.pages = pages;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET block_users", this::list,
        "POST block_users", call -> change(call, true),
        "DELETE block_users", call -> change(call, false));
  }

  private ObjectNode list(GraphCall call) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode user : shelf(call).all().values()) {
      all.add(((ObjectNode) user.deepCopy()).put("messaging_product", "whatsapp"));
    }
    return pages.page(call.request(), all.reversed(), USUAL_PAGE);
  }

  private ObjectNode change(GraphCall call, boolean block) {
    call.checkProduct();
    ObjectNode result = answers.object();
    ArrayNode done = Json.mapper().createArrayNode();
    ArrayNode failed = Json.mapper().createArrayNode();
    for (Param entry : call.root().get("block_users").array()) {
      User user = user(entry);
      ObjectNode told = answers.object().put("input", input(entry));
      told.put(user.waId().isEmpty() ? "user_id" : "wa_id", user.key());
      if (block && !mayBeBlocked(call, user)) {
        error(told.putArray("errors").addObject());
        failed.add(told);
      } else {
        keep(call, user, block);
        done.add(told);
      }
    }
    if (!done.isEmpty()) {
      result.set(block ? "added_users" : "removed_users", done);
    }
    ObjectNode answer = answers.object().put("messaging_product", "whatsapp");
    answer.set("block_users", result);
    if (!failed.isEmpty()) {
      result.set("failed_users", failed);
      throw new GraphRefusedException(
          MetaError.of(SOME_FAILED, ErrorTable.get(SOME_FAILED).details()), answer);
    }
    return answer;
  }

  private static String input(Param entry) {
    Param user = entry.get("user");
    return user.isPresent() ? user.value() : entry.get("user_id").value();
  }

  private User user(Param entry) {
    String input = input(entry);
    String name = input.matches("[A-Z]{2}\\..*") ? input : input.replaceAll("[+\\-() ]", "");
    if (!name.matches("[1-9][0-9]{6,14}|[A-Z]{2}\\.[A-Za-z0-9.]{1,132}")) {
      throw entry.get("user").wrong("must be a phone number or a user id.");
    }
    return world.user(name);
  }

  /** Meta lets a business block those only who wrote within a day. */
  private boolean mayBeBlocked(GraphCall call, User user) {
    String number = call.account().phoneNumberId();
    return world.ask(state -> state.windows().isOpen(number, user.key(), world.now()));
  }

  private void keep(GraphCall call, User user, boolean block) {
    Shelf shelf = shelf(call);
    if (!block) {
      shelf.remove(user.key());
      return;
    }
    if (shelf.all().size() >= MOST_BLOCKED) {
      throw MetaError.of(139101, ErrorTable.get(139101).details()).thrown();
    }
    ObjectNode entry = answers.object();
    entry.put(user.waId().isEmpty() ? "user_id" : "wa_id", user.key());
    shelf.put(user.key(), entry);
  }

  private static void error(ObjectNode error) {
    ErrorTable.Entry entry = ErrorTable.get(ErrorTable.WINDOW_CLOSED);
    error.put("message", entry.title()).put("code", ErrorTable.WINDOW_CLOSED);
    error
        .putObject("error_data")
        .put("details", "Only customers who wrote within the last 24 hours can be blocked.");
  }

  private Shelf shelf(GraphCall call) {
    return new Shelf(world, shelf(call.account().phoneNumberId()));
  }

  /** Where the blocked customers of a number are kept, by their keys. */
  static String shelf(String number) {
    return "blocked/" + number;
  }
}
