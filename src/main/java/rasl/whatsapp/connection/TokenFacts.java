package rasl.whatsapp.connection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;

/**
 * What Meta says of a token ({@code debug_token}).
 *
 * @param expiresAt empty where it never does, or where nobody knows
 * @param scopes empty where nobody knows
 */
record TokenFacts(
    boolean isValid,
    Optional<String> appId,
    Optional<Instant> expiresAt,
    Optional<List<String>> scopes) {

  static final TokenFacts UNKNOWN =
      new TokenFacts(true, Optional.empty(), Optional.empty(), Optional.empty());

  private static final Duration SOON = Duration.ofDays(7);
  private static final List<String> NEEDED =
      List.of("whatsapp_business_messaging", "whatsapp_business_management");
  private static final int MOST_SCOPES = 100;

  /** Reads the {@code data} of an answer. */
  static TokenFacts of(JsonNode data) {
    long expires = data.path("expires_at").asLong(0);
    var scopes = new ArrayList<String>();
    for (JsonNode scope : data.path("scopes")) {
      if (scopes.size() < MOST_SCOPES && ForeignText.isId(scope.asString(""))) {
        scopes.add(scope.asString());
      }
    }
    return new TokenFacts(
        data.path("is_valid").asBoolean(true),
        Optional.of(data.path("app_id").asString("")).filter(id -> !id.isEmpty()),
        expires > 0 && expires < Instant.MAX.getEpochSecond() / 10_000
            ? Optional.of(Instant.ofEpochSecond(expires))
            : Optional.empty(),
        data.path("scopes").isArray() ? Optional.of(scopes) : Optional.empty());
  }

  List<Trouble> troubles(Instant now, Optional<String> app) {
    var troubles = new ArrayList<Trouble>();
    if (!isValid) {
      troubles.add(TroubleWords.deadToken());
    }
    expiresAt
        .filter(at -> at.isBefore(now.plus(SOON)))
        .ifPresent(at -> troubles.add(TroubleWords.expiring(at)));
    scopes.ifPresent(
        had ->
            NEEDED.stream()
                .filter(scope -> !had.contains(scope))
                .forEach(scope -> troubles.add(TroubleWords.missingScope(scope))));
    if (app.isPresent() && appId.isPresent() && !app.equals(appId)) {
      troubles.add(TroubleWords.otherApp());
    }
    return troubles;
  }
}
