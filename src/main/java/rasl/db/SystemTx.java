package rasl.db;

import java.sql.Connection;

/**
 * A transaction outside of any tenant: it sees the tables of the installation (tokens' hashes,
 * routing, jobs), and no row of any tenant's table.
 */
public final class SystemTx extends Tx {
  SystemTx(Connection connection) {
    super(connection);
  }
}
