package rasl.people;

import java.util.List;
import java.util.Optional;
import rasl.http.Answer;
import rasl.http.CookieRules;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;

/** Signing in and out, and the sessions of the person who calls. */
final class SessionApi {
  private static final String SIGN_IN = "/api/v2/sign-in";
  private static final String SESSION = "/api/v2/session";
  private static final String SESSIONS = "/api/v2/sessions";
  private static final String REASON = "who signs in has no session yet";
  private static final int MOST_PASSWORD = 1024;
  private static final int MOST_CODE = 64;

  private final SignIns signIns;
  private final Sessions sessions;
  private final People people;
  private final CookieRules cookies;

  SessionApi(SignIns signIns, Sessions sessions, People people, CookieRules cookies) {
    this.signIns = signIns;
    this.sessions = sessions;
    this.people = people;
    this.cookies = cookies;
  }

  void addTo(Routes routes) {
    routes.addGuest("POST", SIGN_IN, REASON, this::signIn);
    routes.addPersonal("GET", SESSION, (person, _) -> Answer.ok(view(person)));
    routes.addPersonal("DELETE", SESSION, this::signOut);
    routes.addPersonal("GET", SESSIONS, this::list);
    routes.addPersonal("DELETE", SESSIONS, this::endAll);
    routes.addPersonal("DELETE", SESSIONS + "/{id}", this::end);
  }

  private Answer signIn(Request request) {
    cookies.refuseOtherSites(request);
    Fields in = request.fields();
    String email = in.requiredText("email", Emails.MOST);
    String password = in.requiredText("password", MOST_PASSWORD);
    Optional<String> code = in.textOrNumber("code", MOST_CODE);
    var given = in.orRefuse(() -> new SignIns.Credentials(email, password, code));
    return answer(signIns.signIn(given, request.clientAddress(), request.header("user-agent")));
  }

  /** The answer that gives a browser its cookie. */
  Answer answer(Sessions.Opened opened) {
    return Answer.ok(view(opened.person()), "Signed in")
        .with("Set-Cookie", cookies.cookie().set(opened.cookie(), Session.IN_ALL));
  }

  private SessionView view(SignedIn caller) {
    return new SessionView(
        SessionView.PersonView.of(people.get(caller.personId())),
        sessions
            .of(caller)
            .map(session -> SessionView.SessionLine.of(session, caller))
            .orElseThrow(() -> new Refusal.Unauthorized().thrown()),
        people.workplaces(caller.personId()).stream().map(SessionView.TenantView::of).toList(),
        cookies.csrfToken(caller));
  }

  private Answer list(SignedIn caller, Request request) {
    return Answer.ok(lines(caller));
  }

  private List<SessionView.SessionLine> lines(SignedIn caller) {
    return sessions.list(caller.personId()).stream()
        .map(session -> SessionView.SessionLine.of(session, caller))
        .toList();
  }

  private Answer signOut(SignedIn caller, Request request) {
    sessions.end(caller.personId(), caller.sessionId());
    return Answer.deleted("Signed out").with("Set-Cookie", cookies.cookie().clear());
  }

  private Answer end(SignedIn caller, Request request) {
    long id = request.pathId("id", "Session");
    if (!sessions.end(caller.personId(), id)) {
      throw new Refusal.NotFound("Session").thrown();
    }
    return Answer.deleted("Session ended");
  }

  private Answer endAll(SignedIn caller, Request request) {
    people.endSessions(caller.personId());
    return Answer.deleted("All sessions ended").with("Set-Cookie", cookies.cookie().clear());
  }
}
