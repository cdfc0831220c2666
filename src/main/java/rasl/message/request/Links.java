package rasl.message.request;

import java.util.Optional;
import rasl.http.Fields;
import rasl.http.out.AddressGuard;
import rasl.http.out.Verdict;

/**
 * Reads URLs that are handed on to WhatsApp, which fetches from there, while this server never
 * does. What leads to an address or a name that is not public is refused as it is written; whether
 * there is such a host, and such a file, WhatsApp finds out.
 */
public final class Links {
  static final int MAX_LINK = 2048;

  private final AddressGuard guard;

  public Links(AddressGuard guard) {
    this.guard = guard;
  }

  /** The URL as it was given; what is wrong is noted. */
  Optional<String> read(Fields in, String field) {
    Optional<String> link = in.text(field, MAX_LINK);
    link.ifPresent(
        url -> {
          if (guard.checkWritten(url) instanceof Verdict.Refused(var why)) {
            in.fault(field, "The " + field + " field " + why + ".");
          }
        });
    return link;
  }
}
