package rasl.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into the server's database as the owner of its tables. */
final class Tables implements AutoCloseable {
  private final Connection connection;

  Tables(ChildProcess server) throws SQLException {
    connection =
        DriverManager.getConnection(
            server.told("jdbc"), server.told("user"), server.told("password"));
  }

  /** Makes the tables that grow empty: each stretch begins alike. */
  void empty() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate message, event, event_position, job, whatsapp_inbox, whatsapp_inbox_customer");
    }
  }

  /** Codes that nobody has guessed at yet; their MACs fit no code. */
  void makeCodes(long tenant, long beforeFirst, int count) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("truncate otp_limit, otp_code");
      statement.execute(
          """
          insert into otp_code
            (tenant_id, phone, purpose, otp_id, code_mac, max_attempts, created_at, expires_at)
          select %d, (%d + n)::text, 'authentication', n, sha256(n::text::bytea), 5, now(),
            now() + interval '1 day'
          from generate_series(1, %d) as n
          """
              .formatted(tenant, beforeFirst, count));
    }
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long count(String what) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + what)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The first column of a query, without its {@code select}. */
  List<String> texts(String what) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select " + what)) {
      var texts = new ArrayList<String>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** The process of the PostgreSQL server whose children serve its sessions. */
  long postmaster() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_backend_pid()")) {
      rows.next();
      return ProcessHandle.of(rows.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow().pid();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
