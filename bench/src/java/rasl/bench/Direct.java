package rasl.bench;

import java.io.IOException;
import java.io.Reader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** The same database without the server: as its role under row-level security, and as the owner. */
final class Direct implements AutoCloseable {
  private final Connection owner;
  private final Connection role;
  private final long tenant;

  Direct(ChildProcess server) throws SQLException {
    owner = connect(server);
    role = connect(server);
    tenant = Long.parseLong(server.told("tenant"));
    role.setAutoCommit(false);
    execute(role, "set role rasl_app");
    role.commit();
  }

  private static Connection connect(ChildProcess server) throws SQLException {
    return DriverManager.getConnection(
        server.told("jdbc"), server.told("user"), server.told("password"));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a query as the server's role, in a transaction of its own; says how many rows it gave. */
  int ask(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement enter =
        role.prepareStatement("select set_config('rasl.tenant', ?, true)")) {
      enter.setString(1, Long.toString(tenant));
      enter.execute();
    }
    int count = 0;
    try (PreparedStatement statement = role.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int column = 1; column <= columns; column++) {
            rows.getString(column);
          }
          count++;
        }
      }
    }
    role.commit();
    return count;
  }

  void asOwner(String sql) throws SQLException {
    execute(owner, sql);
  }

  /** A number as the owner sees it. */
  long number(String sql) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The first phone of a range, without its {@code +}, behind which all are free. */
  long freePhone(long first, long last) throws SQLException {
    return number(
        "select coalesce(max(phone_key)::bigint + 1, %1$d) from contact where tenant_id = %2$d and phone_key between '%1$d' and '%3$d'"
            .formatted(first, tenant, last));
  }

  /** COPY of rows from a text into a table. */
  void copy(String table, Reader rows) throws SQLException, IOException {
    var _ =
        owner
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + table + " from stdin (format csv)", rows);
  }

  @Override
  public void close() throws SQLException {
    owner.close();
    role.close();
  }
}
