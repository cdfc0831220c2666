package rasl.people;

import java.util.List;
import java.util.Map;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.Db;
import rasl.refusal.Refusal;

/** The people who operate the installation. Only the command line makes them. */
public final class Operators {
  private final Db db;
  private final PersonStore store;
  private final Audit audit;

  Operators(Db db, PersonStore store, Audit audit) {
    this.db = db;
    this.store = store;
    this.audit = audit;
  }

  /**
   * Makes a person an operator, or takes that away; running nodes know it within a second.
   *
   * @throws rasl.refusal.RefusedException {@code NotFound} where the e-mail names nobody
   */
  public void set(String email, boolean operator, Actor actor) {
    db.doInSystem(
        tx -> {
          Person person =
              store
                  .findByEmail(tx, email)
                  .orElseThrow(() -> new Refusal.NotFound("Person").thrown());
          store.setOperator(tx, person.id(), operator);
          audit.recordForInstallation(
              tx,
              actor,
              operator ? "operator.granted" : "operator.revoked",
              Target.of("person", person.id()),
              State.of(Map.of("operator", person.operator(), "email", person.email())),
              State.of(Map.of("operator", operator, "email", person.email())));
        });
  }

  /** The e-mails of all of them. */
  public List<String> emails() {
    return db.inSystem(store::operators).stream().map(Person::email).toList();
  }
}
