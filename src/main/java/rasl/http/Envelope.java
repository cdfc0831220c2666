package rasl.http;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.json.Json;

/** Puts answers and problems into the envelope of contract 1.2. */
final class Envelope {
  private final Clock clock;

  Envelope(Clock clock) {
    this.clock = clock;
  }

  RawResponse of(Answer answer, String requestId) {
    if (answer.body().isPresent()) {
      return new RawResponse(answer.status(), answer.headers(), new byte[0], answer.body())
          .with("Cache-Control", "no-store");
    }
    Map<String, @Nullable Object> meta = meta(requestId);
    answer.pagination().ifPresent(pagination -> meta.put("pagination", pagination));
    return write(answer.status(), true, content(answer), meta, answer.headers());
  }

  RawResponse of(Problem problem, String requestId) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    content.put("error", content(problem));
    return write(problem.status(), false, content, meta(requestId), problem.headers());
  }

  /** A kept answer: everything is the first's, {@code meta} is the repeat's. */
  RawResponse of(KeptAnswer kept, String requestId) {
    Map<String, Object> content = kept.content();
    return write(
        kept.status(),
        !content.containsKey("error"),
        content,
        meta(requestId),
        Map.of("Idempotent-Replayed", "true"));
  }

  /** What stands between {@code success} and {@code meta}. */
  static Map<String, @Nullable Object> content(Answer answer) {
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    answer.message().ifPresent(message -> content.put("message", message));
    content.put("data", answer.data());
    return content;
  }

  static Map<String, @Nullable Object> content(Problem problem) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("code", problem.code());
    error.put("message", problem.message());
    if (!problem.details().isEmpty()) {
      error.put("details", problem.details());
    }
    return error;
  }

  private Map<String, @Nullable Object> meta(String requestId) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("request_id", requestId);
    meta.put("timestamp", Json.time(clock.instant()));
    return meta;
  }

  private static RawResponse write(
      int status,
      boolean success,
      Map<String, ? extends @Nullable Object> content,
      Map<String, @Nullable Object> meta,
      Map<String, String> headers) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    whole.put("success", success);
    whole.putAll(content);
    whole.put("meta", meta);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    all.put("Cache-Control", "no-store");
    return new RawResponse(status, all, Json.writeBytes(whole));
  }
}
