package rasl.member;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.http.Caller;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Role;
import rasl.http.SignedIn;
import rasl.people.People;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/** Invites people, and lets them in. The link is shown once; only its hash is stored. */
public final class Invitations {
  /** How long an invitation is good. */
  static final Duration GOOD = Duration.ofDays(3);

  /** How long a link is good that makes an owner. */
  static final Duration OWNER_LINK_GOOD = Duration.ofDays(1);

  private static final String STAFF = "staff";
  private static final int MOST_OPEN = 100;

  private final Db db;
  private final InvitationStore store;
  private final TeamStore team;
  private final TenantStore tenants;
  private final People people;
  private final Supplier<String> publicUrl;
  private final MemberModule.Shared shared;

  Invitations(
      Db db,
      InvitationStore store,
      TeamStore team,
      TenantStore tenants,
      People people,
      Supplier<String> publicUrl,
      MemberModule.Shared shared) {
    this.db = db;
    this.store = store;
    this.team = team;
    this.tenants = tenants;
    this.people = people;
    this.publicUrl = publicUrl;
    this.shared = shared;
  }

  List<Invitation> list(TenantTx tx) {
    return store.list(tx, now());
  }

  /** A link to be given to somebody. */
  LinkToken newToken(TenantId tenant) {
    return LinkToken.create(tenant, shared.random());
  }

  /**
   * Invites. The answer is the same whether or not the e-mail has an account.
   *
   * @throws rasl.refusal.RefusedException where the caller may not give the role, or too many
   *     invitations are open
   */
  Invitation invite(TenantTx tx, By by, String email, Role role, LinkToken token) {
    Authority.over(by.caller(), role);
    tenants.lockSettings(tx);
    Instant now = now();
    store.deleteExpired(tx, now);
    store.deleteFor(tx, email);
    if (store.list(tx, now).size() >= MOST_OPEN) {
      throw new Refusal.OfPeople.Conflict(
              "There are " + MOST_OPEN + " open invitations: withdraw some")
          .thrown();
    }
    refuseWithoutSeat(tx);
    var made =
        new InvitationStore.New(email, role, false, memberId(by.caller()), now, now.plus(GOOD));
    Invitation invitation = store.insert(tx, made, token.sha256());
    audit(tx, by.actor(), "invitation.created", invitation, State.none(), invitation.state());
    return invitation;
  }

  private void audit(
      TenantTx tx, Actor actor, String action, Invitation about, State before, State after) {
    shared.audit().record(tx, actor, action, Target.of("invitation", about.id()), before, after);
  }

  private static @Nullable Long memberId(Caller caller) {
    return caller.principal() instanceof Principal.Member member ? member.id() : null;
  }

  void withdraw(TenantTx tx, By by, long id) {
    Invitation invitation =
        store.lock(tx, id).orElseThrow(() -> new Refusal.NotFound("Invitation").thrown());
    Authority.over(by.caller(), invitation.role());
    store.delete(tx, id);
    audit(tx, by.actor(), "invitation.withdrawn", invitation, invitation.state(), State.none());
  }

  /**
   * A link that makes its holder an owner, for the person at the command line.
   *
   * @param firstOnly whether it is good only while there is no owner; it replaces earlier ones then
   */
  public String ownerLink(TenantId tenant, boolean firstOnly, Actor actor) {
    LinkToken token = newToken(tenant);
    Instant now = now();
    db.doInTenant(
        tenant,
        tx -> {
          if (firstOnly) {
            store.deleteFirstOnly(tx);
          }
          var made =
              new InvitationStore.New(
                  null, Role.OWNER, firstOnly, null, now, now.plus(OWNER_LINK_GOOD));
          Invitation invitation = store.insert(tx, made, token.sha256());
          audit(tx, actor, "invitation.created", invitation, State.none(), invitation.state());
        });
    return publicUrl.get() + "/first-run#" + token.text();
  }

  /** Whether somebody can sign in to the tenant as its owner. */
  public boolean hasOwner(TenantId tenant) {
    return db.inTenant(tenant, tx -> team.actingOwners(tx) > 0);
  }

  String link(LinkToken token) {
    return publicUrl.get() + "/invitation#" + token.text();
  }

  /** The e-mail that the holder of a link must have; empty where any will do. */
  Optional<String> emailOf(String token) {
    return Optional.ofNullable(find(token).email());
  }

  private Invitation find(String text) {
    LinkToken token = LinkToken.parse(text).orElseThrow(Invitations::notFound);
    return db.inTenant(token.tenant(), tx -> good(tx, token, false));
  }

  private Invitation good(TenantTx tx, LinkToken token, boolean lock) {
    return store
        .find(tx, token.sha256(), now(), lock)
        .filter(invitation -> !invitation.firstOnly() || team.actingOwners(tx) == 0)
        .orElseThrow(Invitations::notFound);
  }

  /** A person who accepted, and where. */
  record Accepted(TenantId tenant, TeamMember member) {}

  /**
   * Makes a person a member. An invitation for an e-mail is good only for the account of that
   * e-mail; to anybody else there is no such invitation.
   */
  Accepted accept(SignedIn who, String text, Request request) {
    LinkToken token = LinkToken.parse(text).orElseThrow(Invitations::notFound);
    People.Identity person = people.identity(who.personId());
    db.doInTenant(token.tenant(), tx -> check(good(tx, token, false), person));
    people.aboutToJoin(who, token.tenant());
    return db.inTenant(token.tenant(), tx -> join(tx, token, person, request));
  }

  private Accepted join(TenantTx tx, LinkToken token, People.Identity person, Request request) {
    tenants.lockSettings(tx);
    Invitation invitation = good(tx, token, true);
    check(invitation, person);
    if (team.findPerson(tx, person.id()).isPresent()) {
      throw new Refusal.OfPeople.Conflict("You are a member already").thrown();
    }
    if (invitation.email() != null) { // Links of the command line are the operator's word.
      refuseWithoutSeat(tx);
    }
    TeamMember member = team.insert(tx, person, invitation.role(), now());
    store.delete(tx, invitation.id());
    Event event = Event.created("member", member.id(), member.view());
    shared.events().record(tx, event, request.requestId());
    var actor =
        new Actor(
            Actor.Kind.PERSON,
            OptionalLong.of(person.id()),
            person.email(),
            Optional.of(request.clientAddress()));
    Target target = Target.of("member", member.id());
    shared.audit().record(tx, actor, "member.joined", target, State.none(), member.state());
    return new Accepted(token.tenant(), member);
  }

  /**
   * Refuses where the plan has no seat left. Whoever joins holds the lock of the settings, so two
   * never take the last one.
   */
  private void refuseWithoutSeat(TenantTx tx) {
    OptionalLong limit = tenants.settings(tx).limits().staff();
    if (limit.isEmpty() || limit.getAsLong() < 0) {
      return;
    }
    long members = team.count(tx);
    if (members >= limit.getAsLong()) {
      throw new Refusal.FeatureLimitExceeded(STAFF, members, limit.getAsLong()).thrown();
    }
  }

  private static void check(Invitation invitation, People.Identity person) {
    if (invitation.email() != null && !person.isNamed(invitation.email())) {
      throw notFound();
    }
  }

  private Instant now() {
    return shared.clock().instant();
  }

  private static RuntimeException notFound() {
    return new Refusal.NotFound("Invitation").thrown();
  }
}
