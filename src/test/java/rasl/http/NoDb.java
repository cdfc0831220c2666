package rasl.http;

import java.util.List;
import java.util.function.Function;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** For tests whose calls must be answered without asking the database. */
final class NoDb implements Db {
  @Override
  public <T> T inTenant(TenantId tenant, Function<TenantTx, T> work) {
    throw new IllegalStateException("this test has no database");
  }

  @Override
  public <T> T reading(TenantId tenant, Function<TenantTx, T> work) {
    throw new IllegalStateException("this test has no database");
  }

  @Override
  public <T> T inSystem(Function<SystemTx, T> work) {
    throw new IllegalStateException("this test has no database");
  }

  @Override
  public <T> List<PartOutcome<T>> inGroup(List<Part<T>> parts) {
    throw new IllegalStateException("this test has no database");
  }
}
