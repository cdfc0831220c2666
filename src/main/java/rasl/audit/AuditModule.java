package rasl.audit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Routes;
import rasl.http.list.Lists;

/** Puts the audit room together. */
public final class AuditModule {
  private final Db db;
  private final Audit audit;

  public AuditModule(Db db, Clock clock, RandomGenerator random) {
    this.db = db;
    this.audit = new Audit(clock, random);
  }

  public Audit audit() {
    return audit;
  }

  /** Adds the routes. */
  public void addTo(Routes routes, Lists lists) {
    new AuditApi(db, lists).addTo(routes);
  }

  /**
   * The public shapes of what operators did: the newest entries before a number, the newest first.
   */
  public List<?> entriesOfInstallation(long before, int most) {
    return db.inSystem(tx -> new OperatorChain(tx).before(before, most)).stream()
        .map(AuditView::of)
        .toList();
  }

  /** The last entry of a tenant's chain, or of the installation's own. */
  public Head head(Optional<TenantId> tenant) {
    return tenant
        .map(id -> db.reading(id, tx -> new TenantChain(tx).head()))
        .orElseGet(() -> db.inSystem(tx -> new OperatorChain(tx).head()));
  }

  /**
   * What came of looking at every entry of a chain.
   *
   * @param entries how many there are
   * @param blanked entries of which a text was blanked
   * @param faults in words; none where the chain is whole. Of many the first are named
   */
  public record Checked(long entries, long blanked, List<String> faults, Head head) {
    public Checked {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Looks at every entry of a tenant's chain, or of the installation's own.
   *
   * @param kept a head that was kept elsewhere: without one nobody sees that the last entries were
   *     taken away together with the head
   */
  public Checked verify(Optional<TenantId> tenant, Optional<Head> kept) {
    return new Verification(kept)
        .run(
            read ->
                tenant
                    .map(id -> db.inTenant(id, tx -> read.apply(new TenantChain(tx))))
                    .orElseGet(() -> db.inSystem(tx -> read.apply(new OperatorChain(tx)))));
  }
}
