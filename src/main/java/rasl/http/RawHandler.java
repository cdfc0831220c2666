package rasl.http;

/** What a server does with a request, before any convention of ours; may block, must not throw. */
@FunctionalInterface
public interface RawHandler {
  RawResponse handle(RawRequest request);
}
