package rasl.db;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens transactions. A function that throws rolls its transaction back; one that returns has
 * committed durably when the call returns.
 */
public interface Db {

  /** Runs work in a transaction that sees this tenant's rows only. */
  <T> T inTenant(TenantId tenant, Function<TenantTx, T> work);

  /**
   * Runs work that only reads, and sees this tenant's rows only. Each statement is a transaction of
   * its own and sees what is committed when it begins, as in {@link #inTenant}; without one around
   * them there is no commit to wait for. What changes or locks rows is refused by the database.
   */
  <T> T reading(TenantId tenant, Function<TenantTx, T> work);

  /** Runs work in a transaction outside of any tenant. */
  <T> T inSystem(Function<SystemTx, T> work);

  /**
   * Runs the parts in one transaction, each in its own tenant, behind a savepoint and with a lock
   * timeout of 50 ms. A part that throws is rolled back alone and named in the answer, so that its
   * caller can do it again by itself; the others commit.
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

  /** What became of a part. */
  sealed interface PartOutcome<T> {
    record Committed<T>(T result) implements PartOutcome<T> {}

    record RolledBack<T>(RuntimeException cause) implements PartOutcome<T> {}
  }
}
