package rasl.http;

/** Answers a call that needs no token, with whatever bytes it likes. */
@FunctionalInterface
public interface PublicHandler {
  RawResponse handle(Request request);
}
