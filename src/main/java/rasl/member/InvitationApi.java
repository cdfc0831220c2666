package rasl.member;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.CookieRules;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Role;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.SignedIn;
import rasl.people.NewPerson;
import rasl.people.People;

/** Inviting people, and what the invited do with their link. */
final class InvitationApi {
  private static final String OF_TENANT = MemberApi.PATH + "/invitations";
  private static final String PATH = "/api/v2/invitations";
  private static final String REASON = "who was invited may have no account yet";
  private static final int MOST_TOKEN = 100;

  private final Db db;
  private final Invitations invitations;
  private final People people;
  private final CookieRules cookies;

  InvitationApi(Db db, Invitations invitations, People people, CookieRules cookies) {
    this.db = db;
    this.invitations = invitations;
    this.people = people;
    this.cookies = cookies;
  }

  void addTo(Routes routes) {
    routes.add("GET", OF_TENANT, Scope.MEMBERS_READ, this::list);
    routes.add("POST", OF_TENANT, Scope.MEMBERS_WRITE, this::invite);
    routes.add("DELETE", OF_TENANT + "/{id}", Scope.MEMBERS_WRITE, this::withdraw);
    routes.addGuest("POST", PATH + "/account", REASON, this::makeAccount);
    routes.addPersonal("POST", PATH + "/accept", this::accept);
  }

  private Answer list(Caller caller, Request request) {
    return Answer.ok(
        db.reading(caller.tenant(), invitations::list).stream().map(Invitation::view).toList());
  }

  private Answer invite(Caller caller, Request request) {
    Fields in = request.fields();
    String email = NewPerson.email(in);
    in.requiredText("role", MOST_TOKEN);
    Role role = MemberApi.role(in).orElse(Role.VIEWER);
    Wanted wanted = in.orRefuse(() -> new Wanted(email, role));
    LinkToken token = invitations.newToken(caller.tenant());
    var made = new AtomicReference<Invitation>();
    Answer kept =
        request
            .change()
            .commit(
                tx -> {
                  made.set(
                      invitations.invite(
                          tx, By.of(caller, request), wanted.email(), wanted.role(), token));
                  return Answer.created(made.get().view(), "Invitation created successfully");
                });
    // The answer that is kept for a repeat has no link in it.
    return Answer.created(
        Invitation.Made.of(made.get(), token.text(), invitations.link(token)),
        kept.message().orElseThrow());
  }

  private record Wanted(String email, Role role) {}

  private Answer withdraw(Caller caller, Request request) {
    long id = request.pathId("id", "Invitation");
    return request
        .change()
        .commit(
            tx -> {
              invitations.withdraw(tx, By.of(caller, request), id);
              return Answer.deleted("Invitation withdrawn successfully");
            });
  }

  private Answer makeAccount(Request request) {
    cookies.refuseOtherSites(request);
    Fields in = request.fields();
    String token = in.requiredText("token", MOST_TOKEN);
    Optional<String> email = in.orRefuse(() -> invitations.emailOf(token));
    people.ensure(email.map(it -> NewPerson.from(in, it)).orElseGet(() -> NewPerson.from(in)));
    // Nothing here may tell whether the e-mail had an account before.
    return Answer.ok(null, "Sign in with this email and its password, then accept");
  }

  private Answer accept(SignedIn person, Request request) {
    Fields in = request.fields();
    String token = in.requiredText("token", MOST_TOKEN);
    Invitations.Accepted accepted = in.orRefuse(() -> invitations.accept(person, token, request));
    return Answer.ok(
        new AcceptedView(accepted.tenant().value(), accepted.member().view()),
        "Invitation accepted successfully");
  }

  /** Where the person is a member now. */
  private record AcceptedView(long tenantId, TeamMember.MemberView member) {}
}
