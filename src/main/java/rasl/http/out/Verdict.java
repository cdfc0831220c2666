package rasl.http.out;

import java.net.URI;

/** What the guard says to a URL. */
public sealed interface Verdict {
  /** It leads to public addresses, or to what the operator allows. */
  record Allowed(URI url) implements Verdict {}

  /**
   * It must not be called.
   *
   * @param why as the end of a sentence that begins with the field's name: "must …"
   */
  record Refused(String why) implements Verdict {}

  /**
   * Its notation is right, but its host was not found. Who only hands the URL on may take it; who
   * calls it later is guarded then.
   */
  record NotFound(URI url) implements Verdict {}
}
