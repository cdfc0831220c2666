package rasl.http;

/**
 * Answers a call that needs neither token nor session, such as a sign-in; throws {@link
 * rasl.refusal.RefusedException} to refuse it.
 */
@FunctionalInterface
public interface GuestHandler {
  Answer handle(Request request);
}
