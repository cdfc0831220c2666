package rasl.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.http.Answer;
import rasl.http.CookieRules;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.SignedIn;
import tools.jackson.databind.JsonNode;

/** {@code /api/v2/me/passkeys}, and signing in with one. */
final class PasskeyApi {
  private static final String PATH = "/api/v2/me/passkeys";
  private static final String ONE = PATH + "/{id}";
  private static final String SIGN_IN = "/api/v2/sign-in/passkey";
  private static final String OPTIONS = "/options";
  private static final String REASON = "who signs in has no session yet";
  private static final String CREDENTIAL = "credential";
  private static final String TITLE = "Passkey";
  private static final int MOST_NAME = 100;
  private static final int MOST_CODE = 64;

  private final Passkeys passkeys;
  private final SignIns signIns;
  private final SessionApi sessions;
  private final RecentSignIn recent;
  private final CookieRules cookies;

  PasskeyApi(
      Passkeys passkeys,
      SignIns signIns,
      SessionApi sessions,
      RecentSignIn recent,
      CookieRules cookies) {
    this.passkeys = passkeys;
    this.signIns = signIns;
    this.sessions = sessions;
    this.recent = recent;
    this.cookies = cookies;
  }

  void addTo(Routes routes) {
    routes.addPersonal("GET", PATH, (person, _) -> list(person));
    routes.addPersonal("POST", PATH + OPTIONS, this::beginAdding);
    routes.addPersonal("POST", PATH, this::add);
    routes.addPersonal("PATCH", ONE, this::rename);
    routes.addPersonal("DELETE", ONE, this::remove);
    routes.addGuest("POST", SIGN_IN + OPTIONS, REASON, this::beginSignIn);
    routes.addGuest("POST", SIGN_IN, REASON, this::signIn);
  }

  private Answer list(SignedIn person) {
    Optional<String> reason = passkeys.whyNot();
    return Answer.ok(
        new PasskeysView(
            reason.isEmpty(),
            reason.orElse(null),
            passkeys.list(person).stream().map(PasskeyView::of).toList()));
  }

  private Answer beginAdding(SignedIn person, Request request) {
    recent.orRefuse(person);
    return Answer.ok(Map.of("options", passkeys.beginAdding(person)));
  }

  private Answer add(SignedIn person, Request request) {
    recent.orRefuse(person);
    Fields in = request.fields();
    String name = in.requiredText("name", MOST_NAME);
    String credential = credential(in, request);
    Passkey added =
        in.orRefuse(() -> passkeys.add(person, name, credential, Records.by(person, request)));
    return Answer.created(PasskeyView.of(added), "Passkey added");
  }

  private Answer rename(SignedIn person, Request request) {
    long id = request.pathId("id", TITLE);
    Fields in = request.fields();
    String name = in.requiredText("name", MOST_NAME);
    Passkey renamed =
        in.orRefuse(() -> passkeys.rename(person, id, name, Records.by(person, request)));
    return Answer.ok(PasskeyView.of(renamed), "Passkey renamed");
  }

  private Answer remove(SignedIn person, Request request) {
    recent.orRefuse(person);
    passkeys.remove(person, request.pathId("id", TITLE), Records.by(person, request));
    return Answer.deleted("Passkey removed; your other sessions have ended");
  }

  private Answer beginSignIn(Request request) {
    cookies.refuseOtherSites(request);
    return Answer.ok(
        Map.of(
            "options", signIns.countedByAddress(request.clientAddress(), passkeys::beginSignIn)));
  }

  private Answer signIn(Request request) {
    cookies.refuseOtherSites(request);
    Fields in = request.fields();
    String credential = credential(in, request);
    Optional<String> code = in.textOrNumber("code", MOST_CODE);
    String valid = in.orRefuse(() -> credential);
    String address = request.clientAddress();
    Passkeys.Proven proven = signIns.countedByAddress(address, () -> passkeys.prove(valid));
    var who = new SignIns.Caller(address, request.header("user-agent"));
    return sessions.answer(signIns.signIn(proven, code, who));
  }

  /** The browser's answer as it is; WebAuthn's names are not ours. */
  private static String credential(Fields in, Request request) {
    JsonNode credential = request.json().path(CREDENTIAL);
    if (!credential.isObject()) {
      in.fault(CREDENTIAL, "The credential must be the object that the browser made.");
    }
    return credential.toString();
  }

  /** What is known of somebody's passkeys. Changing it changes the contract in api/openapi.yaml. */
  record PasskeysView(boolean offered, @Nullable String reason, List<PasskeyView> passkeys) {}

  /** A passkey in an answer. */
  record PasskeyView(long id, String name, Instant createdAt, @Nullable Instant lastUsedAt) {
    static PasskeyView of(Passkey passkey) {
      return new PasskeyView(
          passkey.id(), passkey.name(), passkey.createdAt(), passkey.lastUsedAt().orElse(null));
    }
  }
}
