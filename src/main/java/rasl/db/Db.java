package rasl.db;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens transactions. A function that throws rolls its transaction back; one that returns has
 * committed durably when the call returns.
 */
public interface Db {

  /**
   * Runs work in a transaction that sees this tenant's rows only, on one of the connections that
   * one tenant may have.
   *
   * @throws DatabaseException busy where the tenant has them all, or a lock did not come free
   */
  <T> T inTenant(TenantId tenant, Function<TenantTx, T> work);

  /**
   * The same on a connection that is kept for the server's own work: for short work that must go on
   * even if the tenant's calls hold all of the tenant's connections, such as settling a job.
   */
  default <T> T settling(TenantId tenant, Function<TenantTx, T> work) {
    return inTenant(tenant, work);
  }

  /**
   * Runs work that only reads, and sees this tenant's rows only. Each statement is a separate
   * transaction and sees everything that is committed when it begins, as in {@link #inTenant};
   * there is no common transaction, so no commit to wait for. The database refuses statements that
   * change or lock rows.
   */
  <T> T reading(TenantId tenant, Function<TenantTx, T> work);

  /**
   * Runs work in a transaction outside of any tenant, on a connection for the server's own work.
   */
  <T> T inSystem(Function<SystemTx, T> work);

  /**
   * Runs the parts in one transaction, each in its own tenant and behind a savepoint. A part waits
   * at most 50 ms for a lock, and 1 s for a statement; once parts have spent 100 ms on locks that
   * did not come free, those after them wait 1 ms. A part that throws is rolled back alone and
   * named in the answer, so that its caller can do it again by itself; the others commit.
   *
   * @return one outcome a part, in order
   */
  <T> List<PartOutcome<T>> inGroup(List<Part<T>> parts);

  default void doInTenant(TenantId tenant, Consumer<TenantTx> work) {
    this.<Boolean>inTenant(
        tenant,
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  default void doInSystem(Consumer<SystemTx> work) {
    this.<Boolean>inSystem(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /** One tenant's part of a group. */
  record Part<T>(TenantId tenant, Function<TenantTx, T> work) {}

  /** The outcome of a part. */
  sealed interface PartOutcome<T> {
    record Committed<T>(T result) implements PartOutcome<T> {}

    record RolledBack<T>(RuntimeException cause) implements PartOutcome<T> {}
  }
}
