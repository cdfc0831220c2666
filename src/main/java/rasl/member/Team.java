package rasl.member;

import java.time.Clock;
import java.util.Optional;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.contact.Assignments;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.Role;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/** Changes and removes a tenant's members, each change with its events. */
final class Team {
  private static final String MEMBER = "member";

  private final TeamStore store;
  private final InvitationStore invitations;
  private final TenantStore tenants;
  private final Assignments assignments;
  private final EventLog events;
  private final Audit audit;
  private final Clock clock;

  Team(
      TeamStore store,
      InvitationStore invitations,
      TenantStore tenants,
      Assignments assignments,
      EventLog events,
      Audit audit,
      Clock clock) {
    this.store = store;
    this.invitations = invitations;
    this.tenants = tenants;
    this.assignments = assignments;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is to be changed of a member; empty stays as it is. */
  record Wish(Optional<Role> role, Optional<Boolean> suspended) {}

  TeamMember get(TenantTx tx, long id) {
    return store.find(tx, id).orElseThrow(Team::notFound);
  }

  /** Changes a member's role, or suspends it, or lets it go on. */
  TeamMember change(TenantTx tx, By by, long id, Wish wish) {
    tenants.lockSettings(tx);
    TeamMember before = store.lock(tx, id).orElseThrow(Team::notFound);
    TeamMember after =
        before.with(
            wish.role().orElse(before.role()),
            wish.suspended().orElse(before.suspendedAt().isPresent()),
            clock.instant());
    Optional<Event> event = Event.updated(MEMBER, id, before.view(), after.view());
    if (event.isEmpty()) {
      return before;
    }
    Authority.over(by.caller(), before.role());
    Authority.over(by.caller(), after.role());
    keepAnOwner(tx, before, after.isActingOwner());
    store.update(tx, after);
    invitations.withdrawOf(tx, id);
    events.record(tx, event.get(), by.requestId());
    audit.record(
        tx, by.actor(), "member.updated", Target.of(MEMBER, id), before.state(), after.state());
    return after;
  }

  /**
   * Removes a member. What was assigned to it is nobody's afterwards, all in this transaction. New
   * assignments to it wait for the transaction, and then find no member.
   */
  void remove(TenantTx tx, By by, long id) {
    tenants.lockSettings(tx);
    TeamMember last = store.lock(tx, id).orElseThrow(Team::notFound);
    Authority.over(by.caller(), last.role());
    keepAnOwner(tx, last, false);
    assignments.leaveToNobody(tx, id, by.requestId());
    tenants.forgetAssignee(tx, id);
    invitations.withdrawOf(tx, id);
    store.delete(tx, id);
    events.record(tx, Event.deleted(MEMBER, id, last.view()), by.requestId());
    audit.record(
        tx, by.actor(), "member.removed", Target.of(MEMBER, id), last.state(), State.none());
  }

  /**
   * The person of a member whose password an owner resets.
   *
   * @throws rasl.refusal.RefusedException {@code OwnersOnly} where the caller is none
   */
  long personToReset(TenantTx tx, By by, long id) {
    TeamMember member = get(tx, id);
    Authority.over(by.caller(), Role.OWNER);
    if (member.personId() == null) {
      throw new Refusal.OfPeople.Conflict("This member has no account").thrown();
    }
    return member.personId();
  }

  /** Under the lock of the settings, so that two owners cannot go at once. */
  private void keepAnOwner(TenantTx tx, TeamMember before, boolean remainsOne) {
    if (before.isActingOwner() && !remainsOne && store.actingOwners(tx) == 1) {
      throw new Refusal.OfPeople.Conflict("The last owner stays: make another one first").thrown();
    }
  }

  private static RuntimeException notFound() {
    return new Refusal.NotFound("Member").thrown();
  }
}
