package rasl.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.http.RawResponse;
import rasl.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The screen of a customer's phone: the conversations with the business numbers. */
final class ControlPhone {
  private static final int MOST_CUSTOMERS = 200;
  private static final int MOST_MESSAGES = 100;

  private final World world;
  private final ControlAccounts accounts;
  private final MediaApi media;
  private final ThreadJson json;

  ControlPhone(World world, ControlAccounts accounts, MediaApi media) {
    this.world = world;
    this.accounts = accounts;
    this.media = media;
    this.json = new ThreadJson(world);
  }

  ObjectNode numbers() {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode list = answer.putArray("numbers");
    for (SimulatorAccount account : accounts.all()) {
      list.addObject()
          .put("id", account.phoneNumberId())
          .put("number", account.displayPhoneNumber())
          .put("name", account.verifiedName());
    }
    return answer;
  }

  /** Those who wrote or were written to, the latest first. */
  ObjectNode customers(String query) {
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode list = answer.putArray("customers");
    List<User> users =
        world.ask(
            state -> {
              List<String> met = state.directory().met();
              return met.reversed().stream()
                  .limit(MOST_CUSTOMERS)
                  .map(state.directory()::user)
                  .toList();
            });
    String wanted = GraphRequest.parameter(query, "search").orElse("");
    for (User user : users) {
      ObjectNode described = ControlSettings.describe(user).put("key", user.key());
      if (described.toString().contains(wanted)) {
        list.add(described);
      }
    }
    return answer;
  }

  /** The last messages between a customer and a business number, the earliest first. */
  ObjectNode thread(String query) {
    String key =
        world
            .user(
                GraphRequest.parameter(query, "user")
                    .map(it -> it.strip().replaceFirst("^\\+", ""))
                    .filter(it -> !it.isEmpty())
                    .orElseThrow(() -> ControlRefusedException.wrong("'user' is missing")))
            .key();
    SimulatorAccount account = accounts.find(GraphRequest.parameter(query, "number").orElse(""));
    List<Fact> facts = new ArrayList<>();
    facts.addAll(last(world.ask(state -> theirs(state, state.inbox(), key)), Fact.Received.class));
    facts.addAll(last(world.ask(state -> theirs(state, state.outbox(), key)), Fact.Accepted.class));
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode list = answer.putArray("messages");
    List<ObjectNode> messages =
        facts.stream()
            .sorted(Comparator.comparing(ControlPhone::at))
            .map(fact -> json.of(fact, account))
            .flatMap(Optional::stream)
            .toList();
    messages.stream().skip(Math.max(0, messages.size() - MOST_MESSAGES)).forEach(list::add);
    answer.put("now", world.now().toString());
    return answer;
  }

  private static Instant at(Fact fact) {
    return switch (fact) {
      case Fact.Accepted it -> it.at();
      case Fact.Received it -> it.at();
      default -> Instant.EPOCH;
    };
  }

  private static List<State.Entry> theirs(State state, List<State.Entry> all, String key) {
    long number = state.userNumber(key);
    return all.reversed().stream()
        .filter(entry -> entry.user() == number)
        .limit(MOST_MESSAGES)
        .toList();
  }

  private <F extends Fact> List<F> last(List<State.Entry> entries, Class<F> kind) {
    return world.read(entries.reversed(), kind);
  }

  /** A file for the page, with headers that forbid the browser to run anything in it. */
  RawResponse file(String query) {
    String id = GraphRequest.parameter(query, "id").orElse("");
    Media file =
        media.find(id).orElseThrow(() -> new ControlRefusedException(404, "There is no such file"));
    byte[] bytes =
        media
            .bytes(file)
            .orElseThrow(() -> new ControlRefusedException(404, "There is no such file"));
    String type = MediaKinds.bare(file.mimeType());
    boolean shown = type.matches("(image|audio|video)/.*") && !type.contains("svg");
    return new RawResponse(
        200,
        Map.of(
            "Content-Type", shown ? type : "application/octet-stream",
            "Content-Disposition", shown ? "inline" : "attachment",
            "Content-Security-Policy", "sandbox; default-src 'none'",
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "private, max-age=60"),
        bytes);
  }
}
