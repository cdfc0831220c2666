package rasl.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import rasl.db.TenantId;
import rasl.refusal.Refusal;

/** Lets in calls with a session's cookie, for the tenant that they name. */
final class SessionGate {
  /** Names the tenant; {@code ?tenant=} on reads that cannot send headers. */
  private static final String TENANT_HEADER = "X-Rasl-Tenant";

  private static final String TENANT_HEADER_KEY = TENANT_HEADER.toLowerCase(Locale.ROOT);
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,15}");

  private final SessionCheck sessions;
  private final CookieRules rules;

  SessionGate(SessionCheck sessions, CookieRules rules) {
    this.sessions = sessions;
    this.rules = rules;
  }

  /** The value of the session's cookie; of two with its name, which is whose cannot be told. */
  Optional<String> cookie(RawRequest request) {
    String begin = rules.cookie().name() + "=";
    List<String> values =
        request.headers().getOrDefault("cookie", List.of()).stream()
            .flatMap(header -> Arrays.stream(header.split(";", -1)))
            .map(String::strip)
            .filter(pair -> pair.startsWith(begin))
            .map(pair -> pair.substring(begin.length()))
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList();
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /**
   * Who has signed in; empty where no valid session came.
   *
   * @throws rasl.refusal.RefusedException {@code CrossSite} where the session is valid, and the
   *     call may be another site's
   */
  Optional<SignedIn> signedIn(RawRequest request) {
    Optional<SignedIn> person = cookie(request).flatMap(sessions::signedIn);
    person.ifPresent(known -> rules.refuseForged(request, known));
    return person;
  }

  /**
   * The person as a member of the tenant that the call names.
   *
   * @throws rasl.refusal.RefusedException {@code Invalid} where it names none, {@code NotFound}
   *     where the person is no active member of it
   */
  Caller member(RawRequest request, SignedIn person) {
    return sessions
        .member(person, tenant(request))
        .orElseThrow(() -> new Refusal.NotFound("Tenant").thrown());
  }

  private static TenantId tenant(RawRequest request) {
    Optional<String> named = request.header(TENANT_HEADER_KEY);
    if (named.isEmpty() && request.isRead()) {
      named = QueryParser.parse(request.query()).last("tenant");
    }
    return named
        .map(String::strip)
        .filter(text -> ID.matcher(text).matches())
        .map(text -> new TenantId(Long.parseLong(text)))
        .orElseThrow(SessionGate::noTenant);
  }

  private static RuntimeException noTenant() {
    return Refusal.Invalid.field(
            TENANT_HEADER,
            "A call with a cookie names its tenant by its id in the header "
                + TENANT_HEADER
                + ", or a GET as ?tenant=.")
        .thrown();
  }
}
