package rasl.member;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Supplier;
import rasl.audit.Audit;
import rasl.contact.Assignments;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.CookieRules;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.people.People;
import rasl.people.PeopleModule;
import rasl.people.Resets;
import rasl.tenant.TenantStore;

/** Puts the member room together. */
public final class MemberModule {
  private final Db db;
  private final Lists lists;
  private final People people;
  private final Resets resets;
  private final TeamStore store = new TeamStore();
  private final Team team;
  private final Invitations invitations;

  /**
   * What the room stands on.
   *
   * @param assignments what is assigned to members
   * @param publicUrl the base of links, without a slash at its end
   */
  public record Ground(
      Db db,
      Lists lists,
      TenantStore tenants,
      PeopleModule people,
      Assignments assignments,
      Supplier<String> publicUrl,
      Shared shared) {}

  /** What tells of changes, and what they take. */
  public record Shared(EventLog events, Audit audit, Clock clock, SecureRandom random) {}

  public MemberModule(Ground ground) {
    db = ground.db();
    lists = ground.lists();
    people = ground.people().people();
    resets = ground.people().resets();
    Shared shared = ground.shared();
    var open = new InvitationStore();
    team =
        new Team(
            store,
            open,
            ground.tenants(),
            ground.assignments(),
            shared.events(),
            shared.audit(),
            shared.clock());
    invitations =
        new Invitations(db, open, store, ground.tenants(), people, ground.publicUrl(), shared);
  }

  public void addTo(Routes routes, CookieRules cookies) {
    new MemberApi(db, lists, store, team, resets).addTo(routes);
    new InvitationApi(db, invitations, people, cookies).addTo(routes);
  }

  /** Invitations and the links that make owners. */
  public Invitations invitations() {
    return invitations;
  }
}
