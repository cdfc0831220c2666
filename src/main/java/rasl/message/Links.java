package rasl.message;

import java.util.Optional;
import rasl.http.Fields;
import rasl.http.out.AddressGuard;
import rasl.http.out.Verdict;

/**
 * Reads URLs that are handed on to WhatsApp, which fetches from there. They are looked at like
 * every URL that somebody gives; whether there is such a host, and such a file, WhatsApp finds out.
 */
final class Links {
  private static final int MAX_LINK = 2048;

  private final AddressGuard guard;

  Links(AddressGuard guard) {
    this.guard = guard;
  }

  /** The URL as it was given; what is wrong is noted. */
  Optional<String> read(Fields in, String field) {
    Optional<String> link = in.text(field, MAX_LINK);
    link.ifPresent(
        url -> {
          if (guard.check(url) instanceof Verdict.Refused(var why)) {
            in.fault(field, "The " + field + " field " + why + ".");
          }
        });
    return link;
  }
}
