package rasl.db;

import java.util.List;

/** Refuses to serve as a role that row-level security would not hold. */
final class ServingRole {
  private ServingRole() {}

  /** Looks at the role under which the pool's connections work. */
  static void check(SystemTx tx) {
    List<String> faults =
        tx.query(
            """
            select current_user || ' is a superuser' from pg_roles
            where rolname = current_user and rolsuper
            union all
            select current_user || ' has bypassrls' from pg_roles
            where rolname = current_user and rolbypassrls
            union all
            select current_user || ' owns ' || min(c.relname) from pg_class c
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
              and pg_has_role(current_user, c.relowner, 'usage')
            having count(*) > 0
            """,
            row -> row.getString(1));
    if (!faults.isEmpty()) {
      throw new DatabaseSetupException(
          "Refusing to serve: tenants would not be kept apart, because "
              + String.join(", and ", faults));
    }
  }
}
