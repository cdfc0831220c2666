package rasl.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /control/outbox}: the accepted messages, each once, in order. */
final class Outbox {
  private static final int READ_AT_ONCE = 500;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.[A-Za-z0-9.]{1,132}");

  private final World world;

  Outbox(World world) {
    this.world = world;
  }

  /**
   * The messages as JSON.
   *
   * @param query {@code to} keeps one recipient's; {@code after} leaves out so many from the
   *     beginning, {@code limit} takes at most so many of the rest
   */
  byte[] list(String query) {
    List<State.Entry> entries = wanted(query);
    var out = new ByteArrayOutputStream();
    out.writeBytes("{\"messages\":[".getBytes(StandardCharsets.UTF_8));
    boolean first = true;
    for (int from = 0; from < entries.size(); from += READ_AT_ONCE) {
      int to = Math.min(from + READ_AT_ONCE, entries.size());
      for (Fact.Accepted message : world.read(entries.subList(from, to), Fact.Accepted.class)) {
        if (!first) {
          out.write(',');
        }
        first = false;
        out.writeBytes(item(message));
      }
    }
    out.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  private byte[] item(Fact.Accepted message) {
    ObjectNode item = Json.mapper().createObjectNode();
    item.put("wamid", message.wamid());
    item.put("at", message.at().toString());
    item.set("request", message.request());
    return FactLines.write(item);
  }

  private List<State.Entry> wanted(String query) {
    Optional<Long> to = recipient(query).map(world::userNumber);
    long after = count(query, "after").orElse(0L);
    long limit = count(query, "limit").orElse(Long.MAX_VALUE);
    return new ArrayList<>(
        world.ask(state -> List.copyOf(state.outbox())).stream()
            .filter(entry -> to.isEmpty() || to.get() == entry.user())
            .skip(after)
            .limit(limit)
            .toList());
  }

  /** A plus sign is tolerated, raw or encoded; raw it arrives as a space. */
  private static Optional<String> recipient(String query) {
    return GraphRequest.parameter(query, "to")
        .map(String::strip)
        .map(value -> value.startsWith("+") ? value.substring(1) : value)
        .filter(value -> !value.isEmpty())
        .map(
            value -> USER_ID.matcher(value).matches() ? value : Long.toString(number("to", value)));
  }

  private static Optional<Long> count(String query, String name) {
    return GraphRequest.parameter(query, name).map(value -> number(name, value));
  }

  private static long number(String name, String value) {
    if (!DIGITS.matcher(value).matches()) {
      throw ControlRefusedException.wrong("'" + name + "' must be digits");
    }
    return Long.parseLong(value);
  }
}
