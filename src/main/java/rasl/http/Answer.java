package rasl.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer before it is put into the envelope (contract 1.2). The {@code data} is
 * written by {@link rasl.json.Json}: records become objects with {@code snake_case} names.
 *
 * @param data null is written as {@code "data": null}
 * @param headers beyond those that every answer has
 * @param body where the answer is no JSON in the envelope, but a file
 */
public record Answer(
    int status,
    Optional<String> message,
    @Nullable Object data,
    Optional<Object> pagination,
    Map<String, String> headers,
    Optional<BodyWriter> body) {

  public Answer(
      int status,
      Optional<String> message,
      @Nullable Object data,
      Optional<Object> pagination,
      Map<String, String> headers) {
    this(status, message, data, pagination, headers, Optional.empty());
  }

  /** 200 with data. */
  public static Answer ok(@Nullable Object data) {
    return new Answer(200, Optional.empty(), data, Optional.empty(), Map.of());
  }

  /** 200 with data and the message that the contract gives for this call. */
  public static Answer ok(@Nullable Object data, String message) {
    return new Answer(200, Optional.of(message), data, Optional.empty(), Map.of());
  }

  /** 201: one record was created. */
  public static Answer created(Object data, String message) {
    return new Answer(201, Optional.of(message), data, Optional.empty(), Map.of());
  }

  /** 202: stored durably, and going on in the background. */
  public static Answer accepted(Object data) {
    return new Answer(202, Optional.empty(), data, Optional.empty(), Map.of());
  }

  /** 200 with {@code "data": null}: one record was deleted. */
  public static Answer deleted(String message) {
    return new Answer(200, Optional.of(message), null, Optional.empty(), Map.of());
  }

  /** 200 with a file that is written piece by piece; for GETs alone. */
  public static Answer file(String contentType, String filename, BodyWriter body) {
    String disposition =
        "attachment; filename=\"" + filename.replaceAll("[^ -~]|[\"\\\\]", "_") + "\"";
    return new Answer(
        200,
        Optional.empty(),
        null,
        Optional.empty(),
        Map.of("Content-Type", contentType, "Content-Disposition", disposition),
        Optional.of(body));
  }

  /** The same answer with other data. */
  public Answer withData(Object other) {
    return new Answer(status, message, other, pagination, headers, body);
  }

  /** The same answer with one header more. */
  public Answer with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, message, data, pagination, Map.copyOf(more), body);
  }
}
