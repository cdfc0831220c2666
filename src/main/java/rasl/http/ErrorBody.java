package rasl.http;

/** Writes the answer to what the server refuses before a handler is asked. */
@FunctionalInterface
public interface ErrorBody {
  /**
   * Makes the answer; must not throw.
   *
   * @param status the HTTP status, 400 to 599
   * @param reason what is wrong, in words that may be shown
   */
  RawResponse answer(int status, String reason);
}
