package rasl.http;

/**
 * Answers a call of a person who signed in, about no tenant; throws {@link
 * rasl.refusal.RefusedException} to refuse it.
 */
@FunctionalInterface
public interface PersonHandler {
  Answer handle(SignedIn person, Request request);
}
