package rasl.people;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.http.Request;
import rasl.http.SignedIn;

/**
 * Changes how a person signs in, and records it: in the installation's audit within the change, and
 * right afterwards in that of every tenant where the person may work. One transaction for all of
 * them would be one over several tenants.
 */
final class Records {
  private final Db db;
  private final Audit audit;
  private final PersonStore people;

  Records(Db db, Audit audit, PersonStore people) {
    this.db = db;
    this.audit = audit;
    this.people = people;
  }

  /**
   * What is done to a person.
   *
   * @param after what the audit tells of it; never a secret
   */
  record Deed(Actor actor, String action, long person, Map<String, Object> after) {}

  /** A person who changes something of their own. */
  static Actor by(SignedIn person, Request request) {
    return new Actor(
        Actor.Kind.PERSON,
        OptionalLong.of(person.personId()),
        "",
        Optional.of(request.clientAddress()));
  }

  /** Does it in one transaction, with its entry; a refusal thrown by the work undoes both. */
  void run(Deed deed, Consumer<SystemTx> work) {
    var _ =
        ask(
            deed,
            tx -> {
              work.accept(tx);
              return true;
            });
  }

  /** The same, of work that has a result. */
  <T> T ask(Deed deed, Function<SystemTx, T> work) {
    Target target = Target.of("person", deed.person());
    State after = State.of(deed.after());
    var tenants = new ArrayList<TenantId>();
    T result =
        db.inSystem(
            tx -> {
              T made = work.apply(tx);
              audit.recordForInstallation(
                  tx, deed.actor(), deed.action(), target, State.none(), after);
              tenants.addAll(people.notedTenants(tx, deed.person()));
              return made;
            });
    for (TenantId tenant : tenants) {
      db.doInTenant(
          tenant, tx -> audit.record(tx, deed.actor(), deed.action(), target, State.none(), after));
    }
    return result;
  }
}
