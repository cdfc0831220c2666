package rasl.http;

/** Answers an authenticated call; throws {@link rasl.refusal.RefusedException} to refuse it. */
@FunctionalInterface
public interface Handler {
  Answer handle(Caller caller, Request request);
}
