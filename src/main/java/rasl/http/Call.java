package rasl.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of a running call, growing as it goes from check to check; for log and headers. */
final class Call {
  private final RawRequest raw;
  private final String requestId;
  private final String clientAddress;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Routes.@Nullable Route route;
  private @Nullable Caller caller;
  private @Nullable SignedIn person;

  Call(RawRequest raw, String requestId, String clientAddress) {
    this.raw = raw;
    this.requestId = requestId;
    this.clientAddress = clientAddress;
    headers.put("X-Request-Id", requestId);
    headers.put("X-Content-Type-Options", "nosniff");
  }

  RawRequest raw() {
    return raw;
  }

  /** Whether it changes nothing. */
  boolean isRead() {
    return raw.isRead();
  }

  String requestId() {
    return requestId;
  }

  String clientAddress() {
    return clientAddress;
  }

  void matched(Routes.Route found) {
    route = found;
  }

  Optional<Routes.Route> route() {
    return Optional.ofNullable(route);
  }

  void identified(Caller found) {
    caller = found;
  }

  void identified(SignedIn found) {
    person = found;
  }

  /** Who has signed in, on a call about no tenant. */
  Optional<SignedIn> person() {
    return Optional.ofNullable(person);
  }

  Optional<Caller> caller() {
    return Optional.ofNullable(caller);
  }

  /** Headers that the answer carries, whatever it will be. */
  void header(String name, String value) {
    headers.put(name, value);
  }

  RawResponse withHeaders(RawResponse answer) {
    Map<String, String> all = new LinkedHashMap<>(answer.headers());
    all.putAll(headers);
    return new RawResponse(answer.status(), all, answer.body(), answer.writer());
  }
}
