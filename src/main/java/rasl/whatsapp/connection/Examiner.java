package rasl.whatsapp.connection;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.json.Json;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ForeignText;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.pace.Pace;
import tools.jackson.databind.JsonNode;

/**
 * Asks WhatsApp about a connection: whether the token works, whether it may use the number, whether
 * the number is of the account, whether webhooks come. It ends with the first call that WhatsApp
 * does not answer, and changes nothing but the app's subscription.
 */
public final class Examiner {
  private static final int MOST_PAGES = 10;

  private final GraphClient graph;
  private final Clock clock;

  public Examiner(GraphClient graph, Clock clock) {
    this.graph = graph;
    this.clock = clock;
  }

  /**
   * Asks.
   *
   * @param app the tenant's own app, where its id is known
   * @param subscribes whether the app is to hear of the account
   */
  Examination examine(Connection connection, Optional<AppAccess> app, boolean subscribes)
      throws InterruptedException {
    NumberHealth number = NumberHealth.of(graph, connection);
    var troubles = new ArrayList<Trouble>();
    if (number.answer().isEmpty()) {
      troubles.add(TroubleWords.ofNumber(number.trouble().orElseThrow()));
      return new Examination(Optional.empty(), Pace.STANDARD, troubles, number.trouble());
    }
    number.trouble().map(TroubleWords::ofSending).ifPresent(troubles::add);
    JsonNode node = number.answer().get();
    troubles.addAll(TroubleWords.ofState(node));
    Subscription subscription = new Subscription(null);
    TokenFacts token = TokenFacts.UNKNOWN;
    Optional<Long> templates = Optional.empty();
    if (confirmAccount(connection, troubles)) {
      subscription = subscription(connection, app, subscribes, troubles);
      token = token(connection, app, troubles);
      templates = templates(connection);
    }
    Facts facts = facts(node, subscription, token, templates);
    return new Examination(
        Optional.of(facts), NumberHealth.messagesPerSecond(node), troubles, number.trouble());
  }

  /** Meta's app, as it signs in for itself. */
  record AppAccess(String id, AccessSecret secret) {}

  private record Subscription(@org.jspecify.annotations.Nullable Boolean stands) {}

  /** Whether the number is one of the account's, which may have several pages of them. */
  private boolean confirmAccount(Connection connection, List<Trouble> troubles)
      throws InterruptedException {
    String after = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      Map<String, String> query =
          after.isEmpty()
              ? Map.of("fields", "id", "limit", "100")
              : Map.of("fields", "id", "limit", "100", "after", after);
      GraphAnswer answer =
          graph.get(connection, connection.businessAccountId() + "/phone_numbers", query);
      if (!(answer instanceof GraphAnswer.Ok(var body))) {
        troubles.add(TroubleWords.ofAccount(answer));
        return false;
      }
      for (JsonNode number : body.path("data")) {
        if (number.path("id").asString("").equals(connection.phoneNumberId())) {
          return true;
        }
      }
      after = body.path("paging").path("cursors").path("after").asString("");
      if (after.isEmpty() || body.path("paging").path("next").isMissingNode()) {
        break;
      }
    }
    troubles.add(TroubleWords.notInAccount());
    return false;
  }

  private Subscription subscription(
      Connection connection, Optional<AppAccess> app, boolean subscribes, List<Trouble> troubles)
      throws InterruptedException {
    String path = connection.businessAccountId() + "/subscribed_apps";
    if (subscribes && graph.post(connection, path) instanceof GraphAnswer.Refused(var error)) {
      troubles.add(TroubleWords.notSubscribed(error.text()));
      return new Subscription(false);
    }
    if (!(graph.get(connection, path, Map.of()) instanceof GraphAnswer.Ok(var body))) {
      return new Subscription(null);
    }
    boolean stands = false;
    for (JsonNode one : body.path("data")) {
      String id = one.path("whatsapp_business_api_data").path("id").asString("");
      stands |= app.isEmpty() || app.get().id().equals(id);
    }
    if (!stands) {
      troubles.add(TroubleWords.notSubscribed(""));
    }
    return new Subscription(stands);
  }

  /** What the token is; WhatsApp tells that to the token's own app alone. */
  private TokenFacts token(Connection connection, Optional<AppAccess> app, List<Trouble> troubles)
      throws InterruptedException {
    Connection asking =
        app.map(own -> connection.withToken(new AccessSecret(own.id() + "|" + own.secret().text())))
            .orElse(connection);
    GraphAnswer answer =
        graph.get(asking, "debug_token", Map.of("input_token", connection.accessToken().text()));
    if (!(answer instanceof GraphAnswer.Ok(var body)) || !body.path("data").isObject()) {
      return TokenFacts.UNKNOWN;
    }
    TokenFacts token = TokenFacts.of(body.path("data"));
    troubles.addAll(token.troubles(clock.instant(), app.map(AppAccess::id)));
    return token;
  }

  private Optional<Long> templates(Connection connection) throws InterruptedException {
    GraphAnswer answer =
        graph.get(
            connection,
            connection.businessAccountId() + "/message_templates",
            Map.of("fields", "id", "limit", "1", "summary", "total_count"));
    return answer instanceof GraphAnswer.Ok(var body)
            && body.path("summary").path("total_count").isIntegralNumber()
        ? Optional.of(body.path("summary").path("total_count").asLong())
        : Optional.empty();
  }

  private static Facts facts(
      JsonNode number, Subscription subscription, TokenFacts token, Optional<Long> templates) {
    return new Facts(
        digits(number.path("display_phone_number").asString("")),
        word(number, "verified_name"),
        word(number, "quality_rating"),
        word(number, "whatsapp_business_manager_messaging_limit"),
        word(number.path("throughput"), "level"),
        number.path("is_on_biz_app").asBoolean(false),
        word(number, "status"),
        word(number, "name_status"),
        subscription.stands(),
        token
            .expiresAt()
            .map(Instant::toEpochMilli)
            .map(Instant::ofEpochMilli)
            .map(Json::time)
            .orElse(null),
        token.scopes().orElse(null),
        templates.orElse(null));
  }

  private static String digits(String written) {
    return written.replaceAll("[^0-9]", "");
  }

  /** A name or a word, cut to what a name may have. */
  private static @org.jspecify.annotations.Nullable String word(JsonNode node, String field) {
    String text = ForeignText.clean(node.path(field).asString(""));
    int end = text.offsetByCodePoints(0, Math.min(255, text.codePointCount(0, text.length())));
    return text.isEmpty() ? null : text.substring(0, end);
  }
}
