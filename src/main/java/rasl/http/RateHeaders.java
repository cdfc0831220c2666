package rasl.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that tell a caller its budget: the usual ones, and the IETF draft's. */
final class RateHeaders {
  private RateHeaders() {}

  static Map<String, String> of(CallLimiter.Verdict verdict) {
    return switch (verdict) {
      case CallLimiter.Verdict.Unlimited _ -> Map.of();
      case CallLimiter.Verdict.Allowed(var budget) -> of(budget);
      case CallLimiter.Verdict.Refused(var budget) -> of(budget);
    };
  }

  private static Map<String, String> of(CallLimiter.Budget budget) {
    long seconds = budget.resetIn().plusNanos(999_999_999).toSeconds();
    long reset = budget.resetAt().plusNanos(999_999_999).getEpochSecond();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-RateLimit-Limit", Integer.toString(budget.limit()));
    headers.put("X-RateLimit-Remaining", Long.toString(budget.remaining()));
    headers.put("X-RateLimit-Reset", Long.toString(reset));
    headers.put("RateLimit-Policy", "\"default\";q=" + budget.limit() + ";w=60");
    headers.put("RateLimit", "\"default\";r=" + budget.remaining() + ";t=" + seconds);
    return headers;
  }
}
