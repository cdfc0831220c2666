package rasl.db;

import java.sql.Connection;
import java.util.List;

/**
 * A transaction outside of any tenant: it sees the tables of the installation (tokens' hashes,
 * routing, jobs), and no row of any tenant's table.
 */
public final class SystemTx extends Tx {
  /**
   * The role is the connection's already. Were it lost, by a pooler between us and PostgreSQL that
   * hands out sessions which we did not set up for instance, row-level security would hold all the
   * same.
   */
  static final String SERVING_ROLE = "set_config('role', '" + Connections.APP_ROLE + "', true)";

  SystemTx(Connection connection) {
    super(
        connection, new Frame("select " + SERVING_ROLE, List.of(), 1, "", false), Execution.PLAIN);
  }
}
