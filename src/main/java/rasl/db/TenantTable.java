package rasl.db;

import java.util.List;

/**
 * A table with rows of tenants, and what happens to them. What the tables hold is said in the
 * migrations; the list is {@link TenantTables}.
 *
 * @param name of the table
 * @param column that names the tenant
 * @param erasure what the erasure of one customer does with the rows
 * @param customer the columns by which the customer's rows are found; empty where erasure looks for
 *     none
 * @param removal what the deletion of the tenant does with the rows
 * @param backup whether a backup needs the rows
 * @param retention how long rows stay while the tenant stays
 */
public record TenantTable(
    String name,
    String column,
    Erasure erasure,
    List<String> customer,
    Removal removal,
    Backup backup,
    Retention retention) {

  /** What the erasure of one customer does. */
  public enum Erasure {
    /** The rows are about no customer. */
    NOTHING,
    /** The customer's rows are deleted. */
    DELETE,
    /** The rows stay, since something counts them; what tells who the customer is is emptied. */
    EMPTY,
    /** The rows may be about a customer, and are deleted within 30 days in any case. */
    WAIT
  }

  /** What the deletion of a tenant does. */
  public enum Removal {
    /** Its rows are deleted. */
    DELETE,
    /** Its rows are deleted by the database with rows of another table, or before. */
    CASCADE,
    /** The server may not delete its rows; a function of the owner does, with the tenant. */
    KEEP
  }

  /** Whether a backup needs the rows. */
  public enum Backup {
    /** Without them something is lost. */
    NEEDED,
    /** The server makes them again, or they are worth nothing by the time of a restore. */
    SPARED
  }

  /** How long rows stay while the tenant stays. */
  public enum Retention {
    /** Until somebody deletes them. */
    FOREVER,
    /** Until the work that they are about is done. */
    UNTIL_DONE,
    /** Until they are old: the room of the table deletes them. */
    UNTIL_OLD,
    /** As long as the row of another table, with which the database deletes them. */
    WITH_PARENT
  }

  static TenantTable of(
      String name, Erasure erasure, Backup backup, Retention retention, String... customer) {
    Removal removal = retention == Retention.WITH_PARENT ? Removal.CASCADE : Removal.DELETE;
    return new TenantTable(
        name, "tenant_id", erasure, List.of(customer), removal, backup, retention);
  }

  /** One whose rows the server cannot delete. */
  static TenantTable kept(String name, Erasure erasure, String... customer) {
    return new TenantTable(
        name,
        "tenant_id",
        erasure,
        List.of(customer),
        Removal.KEEP,
        Backup.NEEDED,
        Retention.FOREVER);
  }
}
