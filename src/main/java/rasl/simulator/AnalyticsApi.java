package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /{account-id}/template_analytics}: what became of templates, day by day. */
final class AnalyticsApi {
  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final long MOST_DAYS = 90;
  private static final int MOST_TEMPLATES = 10;

  /** The newest messages; older ones are not counted. */
  private static final int MOST_MESSAGES = 20_000;

  private static final List<String> METRICS =
      List.of("SENT", "DELIVERED", "READ", "REPLIED", "CLICKED", "COST");

  private final World world;
  private final GraphAnswers answers;

  AnalyticsApi(World world, GraphAnswers answers) {
    this.world = world;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of("GET template_analytics", this::analytics);
  }

  private ObjectNode analytics(GraphCall call) {
    String _ = call.root().get("granularity").oneOf(List.of("DAILY", "DAY"));
    long start = seconds(call.root().get("start"));
    long end = seconds(call.root().get("end"));
    if (end <= start || (end - start) / DAY > MOST_DAYS) {
      throw call.root().get("end").wrong("must be after start, by at most 90 days.");
    }
    long last = end + Math.floorMod(-end, DAY); // Meta tells of the day that the end is in too.
    Set<String> metrics = metrics(call.root().get("metric_types"));
    List<Template> templates = templates(call);
    List<Fact.Accepted> sent = sent(call.account());
    ObjectNode answer = answers.object();
    ObjectNode data = answer.putArray("data").addObject();
    data.put("granularity", "DAILY").put("product_type", "cloud_api");
    ArrayNode points = data.putArray("data_points");
    for (Template template : templates) {
      Map<Long, List<Fact.Accepted>> days =
          sent.stream()
              .filter(it -> isOf(it, template))
              .collect(Collectors.groupingBy(AnalyticsApi::day));
      for (long day = start - Math.floorMod(start, DAY); day <= last; day += DAY) {
        point(points.addObject(), template, day, days.getOrDefault(day, List.of()), metrics);
      }
    }
    answer.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MjQZD");
    return answer;
  }

  private void point(
      ObjectNode point,
      Template template,
      long day,
      List<Fact.Accepted> ofDay,
      Set<String> metrics) {
    point.put("template_id", template.id()).put("start", day).put("end", day + DAY);
    count(point, "sent", ofDay, Update.Kind.SENT, metrics);
    count(point, "delivered", ofDay, Update.Kind.DELIVERED, metrics);
    count(point, "read", ofDay, Update.Kind.READ, metrics);
    if (metrics.contains("REPLIED")) {
      point.put("replied", 0); // Customers' replies are not counted here.
    }
    if (metrics.contains("CLICKED") && template.buttons().findAny().isPresent()) {
      point.putArray("clicked");
    }
    if (metrics.contains("COST")) {
      ArrayNode cost = point.putArray("cost");
      cost.addObject().put("type", "amount_spent");
      cost.addObject().put("type", "cost_per_delivered");
      cost.addObject().put("type", "cost_per_url_button_click");
    }
  }

  private void count(
      ObjectNode point,
      String name,
      List<Fact.Accepted> messages,
      Update.Kind kind,
      Set<String> metrics) {
    if (metrics.contains(kind.name())) {
      Instant now = world.now();
      point.put(
          name,
          messages.stream()
              .filter(
                  it ->
                      it.updates().stream()
                          .anyMatch(up -> up.kind() == kind && !up.at().isAfter(now)))
              .count());
    }
  }

  private static long day(Fact.Accepted message) {
    long at = message.at().getEpochSecond();
    return at - Math.floorMod(at, DAY);
  }

  private static boolean isOf(Fact.Accepted message, Template template) {
    JsonNode content = message.request().path("template");
    return message.type().equals("template")
        && content.path("name").asString("").equals(template.name())
        && content.path("language").path("code").asString("").equals(template.language());
  }

  private List<Fact.Accepted> sent(SimulatorAccount account) {
    List<State.Entry> newest =
        world.ask(
            state ->
                List.copyOf(
                    state
                        .outbox()
                        .subList(
                            Math.max(0, state.outbox().size() - MOST_MESSAGES),
                            state.outbox().size())));
    return world.read(newest, Fact.Accepted.class).stream()
        .filter(it -> it.number().equals(account.phoneNumberId()))
        .toList();
  }

  private List<Template> templates(GraphCall call) {
    List<Template> found = new ArrayList<>();
    for (String id : call.root().get("template_ids").values()) {
      found.add(
          world
              .ask(state -> state.templates().get(id))
              .filter(it -> it.wabaId().equals(call.account().wabaId()))
              .orElseThrow(
                  () ->
                      call.root()
                          .get("template_ids")
                          .wrong("must be ids of this account's templates - got " + id + ".")));
    }
    if (found.isEmpty() || found.size() > MOST_TEMPLATES) {
      throw call.root().get("template_ids").wrong("must have 1 to 10 elements.");
    }
    return found;
  }

  private static Set<String> metrics(Param given) {
    List<String> wanted = given.values();
    for (String name : wanted) {
      if (!METRICS.contains(name.toUpperCase(Locale.ROOT))) {
        throw given.wrong("must be among {" + String.join(", ", METRICS) + "}.");
      }
    }
    return wanted.isEmpty()
        ? Set.copyOf(METRICS)
        : wanted.stream().map(name -> name.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  private static long seconds(Param time) {
    String text = time.text(12);
    if (!text.matches("[0-9]{1,11}")) {
      throw time.wrong("must be a UNIX timestamp.");
    }
    return Long.parseLong(text);
  }
}
