package rasl.installation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.crypto.KeyRing;
import rasl.db.Db;
import rasl.db.SealedColumn;
import rasl.db.TenantId;
import rasl.db.Tx;

/**
 * Encrypts with the current key what former keys encrypted, a few rows in each transaction. It may
 * be broken off at any moment and begun again, and several nodes may do it at once.
 */
public final class KeyRotation {
  private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);
  private static final int AT_ONCE = 100;

  /** It looks through whole tables, which no index helps. */
  private static final Duration STATEMENT = Duration.ofMinutes(10);

  private final Db db;
  private final KeyRing keys;
  private final List<SealedColumn> columns;
  private final List<TenantId> tenants;

  /** Works on these columns, of these tenants and of the installation. */
  public KeyRotation(Db db, KeyRing keys, List<SealedColumn> columns, List<TenantId> tenants) {
    this.db = db;
    this.keys = keys;
    this.columns = columns;
    this.tenants = tenants;
  }

  /**
   * What was done.
   *
   * @param unreadable what no key that was given can open; the former keys stay needed for it
   */
  public record Done(int sealed, int unreadable) {}

  /** Does all of it, and forgets the former keys where nothing needs them any more. */
  public Done run() {
    int sealed = 0;
    int unreadable = 0;
    for (SealedColumn column : columns) {
      for (Optional<TenantId> tenant : owners(column)) {
        Done done = run(column, tenant);
        sealed += done.sealed();
        unreadable += done.unreadable();
      }
    }
    if (unreadable == 0) {
      db.doInSystem(tx -> Installation.forgetFormerKeys(tx, keys.current()));
    } else {
      log.error("{} secrets cannot be read with any of the keys that were given", unreadable);
    }
    return new Done(sealed, unreadable);
  }

  private List<Optional<TenantId>> owners(SealedColumn column) {
    return column.isOfTenants()
        ? tenants.stream().map(Optional::of).toList()
        : List.of(Optional.empty());
  }

  private Done run(SealedColumn column, Optional<TenantId> tenant) {
    int sealed = 0;
    int passedOver = 0;
    while (true) {
      int skip = passedOver;
      Batch batch =
          tenant.isPresent()
              ? db.inTenant(tenant.get(), tx -> sealSome(tx, column, skip))
              : db.inSystem(tx -> sealSome(tx, column, skip));
      sealed += batch.sealed();
      passedOver += batch.unreadable();
      if (batch.sealed() + batch.unreadable() < AT_ONCE) {
        return new Done(sealed, passedOver);
      }
    }
  }

  private record Batch(int sealed, int unreadable) {}

  private record Sealed(List<String> key, byte[] bytes) {}

  private Batch sealSome(Tx tx, SealedColumn column, int skip) {
    tx.patient(STATEMENT);
    int sealed = 0;
    List<Sealed> rows = former(tx, column, skip);
    for (Sealed row : rows) {
      byte[] context = column.context().apply(row.key());
      Optional<byte[]> plain = column.sealer().open(row.bytes(), context);
      if (plain.isPresent()) {
        write(tx, column, row, column.sealer().seal(plain.get(), context));
        sealed++;
      }
    }
    return new Batch(sealed, rows.size() - sealed);
  }

  /** Table and column are names of ours: no text of others comes into these statements. */
  private List<Sealed> former(Tx tx, SealedColumn column, int skip) {
    String key =
        column.key().stream().map(name -> name + "::text").collect(Collectors.joining(", "));
    return tx.query(
        """
        select %s, %s from %s
        where octet_length(%s) > 0 and substring(%s from 1 for 1) <> ?
        order by %s offset ? limit ? for update
        """
            .formatted(
                key,
                column.column(),
                column.table(),
                column.column(),
                column.column(),
                String.join(", ", column.key())),
        row ->
            new Sealed(
                IntStream.rangeClosed(1, column.key().size()).mapToObj(i -> text(row, i)).toList(),
                row.getBytes(column.key().size() + 1)),
        new byte[] {(byte) keys.current()},
        skip,
        AT_ONCE);
  }

  private static String text(java.sql.ResultSet row, int index) {
    try {
      return row.getString(index);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Tx tx, SealedColumn column, Sealed row, byte[] sealed) {
    String condition =
        column.key().stream().map(name -> name + "::text = ?").collect(Collectors.joining(" and "));
    var parameters = new ArrayList<Object>();
    parameters.add(sealed);
    parameters.addAll(row.key());
    tx.update(
        "update " + column.table() + " set " + column.column() + " = ? where " + condition,
        parameters.toArray());
  }
}
