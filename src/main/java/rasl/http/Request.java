package rasl.http;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import rasl.json.JsonShape;
import tools.jackson.databind.JsonNode;

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

  /**
   * Takes in the body, up to the route's limit, and shows it piece by piece while it arrives. Only
   * on routes without a token; on the others it has arrived before the handler is asked.
   */
  void receive(Consumer<byte[]> watch);

  /**
   * Says who sent the body, once that is known on a route without a token: before, all such callers
   * together have little memory, and afterwards each has what a tenant has.
   *
   * @param owner known by {@code equals}
   * @throws rasl.refusal.RefusedException busy, where too much of that owner is under way
   */
  void isFrom(Object owner);

  /** Whether the call has a body. */
  boolean hasBody();

  /** The body as JSON, read once; no body is an object without fields. Refuses broken JSON. */
  JsonNode json();

  /** As {@link #json()}, of an object of which only a part is wanted; not kept. */
  JsonNode json(JsonShape shape);

  /**
   * The raw body, once it is known from whom it is ({@link #isFrom}); it takes as much of that
   * owner's memory once more.
   */
  byte[] bytes();

  /** The body as a JSON object, or a form; refuses broken ones and anything else. */
  Fields fields();

  /** Whether {@code Prefer: respond-async} (RFC 7240) was sent. */
  boolean prefersAsync();

  /** Ours, or the caller's own valid {@code X-Request-Id}. */
  String requestId();

  /** The address the call came from: the peer's, or a trusted proxy's word for it. */
  String clientAddress();

  /**
   * Whether the caller would still be let in with the same rights, for answers that take long. It
   * is asked after the handler has returned, too. Only on routes with a token.
   */
  BooleanSupplier standing();

  /** The transaction of this call; see {@link Change}. Only on routes with a token. */
  Change change();
}
