package rasl.whatsapp.graph;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import rasl.json.Json;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;

/**
 * How much of Meta's limit for calls to a business account is used up, as the header {@code
 * x-business-use-case-usage} of its answers tells: per account a list with percentages, and the
 * minutes until calls are let through again.
 */
public final class ManagementUsage {
  private static final String HEADER = "x-business-use-case-usage";

  /** From here on only what people ask for is asked. */
  private static final int NEARLY_ALL = 80;

  private static final Duration LET_IT_SINK = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(2);

  /** Until when, on the clock of {@link System#nanoTime}. */
  private final Cache<String, Long> pauses =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(LONGEST).build();

  /** How long a call that can wait should wait; zero where it may go. */
  public Duration pause(String accountId) {
    Long until = pauses.getIfPresent(accountId);
    long left = until == null ? 0 : until - System.nanoTime();
    return Duration.ofNanos(Math.max(0, left));
  }

  void note(HttpHeaders headers) {
    String header = headers.firstValue(HEADER).orElse("");
    if (header.isEmpty()) {
      return;
    }
    JsonNode usage;
    try {
      usage = Json.parse(header.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (RefusedException _) {
      return; // Not what Meta writes: then it says nothing.
    }
    for (Map.Entry<String, JsonNode> account : usage.properties()) {
      account.getValue().forEach(one -> note(account.getKey(), one));
    }
  }

  private void note(String accountId, JsonNode one) {
    long minutes = one.path("estimated_time_to_regain_access").asLong(0);
    int used =
        Math.max(
            one.path("call_count").asInt(0),
            Math.max(one.path("total_cputime").asInt(0), one.path("total_time").asInt(0)));
    Duration pause = minutes > 0 ? Duration.ofMinutes(Math.min(minutes, 120)) : LET_IT_SINK;
    if (minutes > 0 || used >= NEARLY_ALL) {
      pauses.put(accountId, System.nanoTime() + pause.toNanos());
    }
  }
}
