package rasl.http;

import java.util.Optional;

/** A call as a handler sees it. */
public interface Request {
  String method();

  /** The path as it was matched, decoded. */
  String path();

  /** A path parameter, decoded. */
  String pathText(String name);

  /**
   * A path parameter that is an id.
   *
   * @param what the kind of thing, for the refusal: an id that is no integer of 1 to 2^53-1 is
   *     {@code NotFound(what)}
   */
  long pathId(String name, String what);

  /** The decoded query. */
  Query query();

  /** The first value of a header; the name in any case. */
  Optional<String> header(String name);

  /** The raw body, up to the route's limit. */
  byte[] bytes();

  /** The body as a JSON object; refuses a wrong media type, broken JSON and anything else. */
  Fields fields();

  /** Whether {@code Prefer: respond-async} (RFC 7240) was sent. */
  boolean prefersAsync();

  /** Ours, or the caller's own valid {@code X-Request-Id}. */
  String requestId();

  /** The address the call came from: the peer's, or a trusted proxy's word for it. */
  String clientAddress();

  /** The transaction of this call; see {@link Change}. Only on routes with a token. */
  Change change();
}
