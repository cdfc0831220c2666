package rasl.member;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Role;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.people.Resets;

/** {@code /api/v2/members}: who works for the tenant. */
final class MemberApi {
  static final String PATH = "/api/v2/members";
  private static final String ONE = PATH + "/{id}";
  private static final int MOST_ROLE = 20;
  private static final String RESET_MADE = "Password reset link created successfully";

  private final Db db;
  private final Lists lists;
  private final TeamStore store;
  private final Team team;
  private final Resets resets;

  MemberApi(Db db, Lists lists, TeamStore store, Team team, Resets resets) {
    this.db = db;
    this.lists = lists;
    this.store = store;
    this.team = team;
    this.resets = resets;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.MEMBERS_READ, this::list);
    routes.add("GET", PATH + "/roles", Scope.MEMBERS_READ, (_, _) -> Answer.ok(roles()));
    routes.add("GET", ONE, Scope.MEMBERS_READ, this::get);
    routes.add("PATCH", ONE, Scope.MEMBERS_WRITE, this::change);
    routes.add("DELETE", ONE, Scope.MEMBERS_WRITE, this::remove);
    routes.add("POST", ONE + "/password-reset", Scope.MEMBERS_WRITE, this::resetPassword);
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(TeamStore.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.reading(caller.tenant(), tx -> store.list(tx, lists, query)).map(TeamMember::view));
  }

  /** A role with what it may do. */
  private record RoleView(String role, String description, List<String> scopes) {}

  private static List<RoleView> roles() {
    return Arrays.stream(Role.values())
        .map(
            role ->
                new RoleView(
                    role.text(),
                    role.description(),
                    role.scopes().stream().map(Scope::text).sorted().toList()))
        .toList();
  }

  private Answer get(Caller caller, Request request) {
    long id = id(request);
    return Answer.ok(db.reading(caller.tenant(), tx -> team.get(tx, id)).view());
  }

  private Answer change(Caller caller, Request request) {
    long id = id(request);
    Fields in = request.fields();
    Optional<Role> role = role(in);
    Optional<Boolean> suspended = in.bool("is_suspended");
    Team.Wish wish = in.orRefuse(() -> new Team.Wish(role, suspended));
    By by = By.of(caller, request);
    Change change = request.change();
    return change.commit(
        tx -> Answer.ok(team.change(tx, by, id, wish).view(), "Member updated successfully"));
  }

  private Answer remove(Caller caller, Request request) {
    long id = id(request);
    By by = By.of(caller, request);
    Change change = request.change();
    return change.commit(
        tx -> {
          team.remove(tx, by, id);
          return Answer.deleted("Member removed successfully");
        });
  }

  private Answer resetPassword(Caller caller, Request request) {
    long id = id(request);
    By by = By.of(caller, request);
    long person = db.reading(caller.tenant(), tx -> team.personToReset(tx, by, id));
    // The link is made before the key is stored: a repeat after a crash makes another one.
    Resets.Link made = resets.forOwner(person, caller.tenant(), by.actor());
    Answer kept =
        request
            .change()
            .commit(_ -> Answer.created(Map.of("expires_at", made.expiresAt()), RESET_MADE));
    return Answer.created(made, kept.message().orElseThrow());
  }

  /** Reads the field {@code role}; a fault is noted. */
  static Optional<Role> role(Fields in) {
    Optional<String> text = in.text("role", MOST_ROLE);
    Optional<Role> role = text.flatMap(Role::parse);
    if (text.isPresent() && role.isEmpty()) {
      in.fault(
          "role",
          "The role must be one of "
              + String.join(", ", Arrays.stream(Role.values()).map(Role::text).toList())
              + ".");
    }
    return role;
  }

  private static long id(Request request) {
    return request.pathId("id", "Member");
  }
}
