package rasl.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running transaction. Parameters may be null, text, numbers, booleans, {@code byte[]}, {@link
 * Instant} and, for set-based statements, {@code Long[]}, {@code Integer[]}, {@code Boolean[]},
 * {@code String[]} and {@code Instant[]} (PostgreSQL's {@code bigint[]}, {@code int[]}, {@code
 * boolean[]}, {@code text[]} and {@code timestamptz[]}). JSON is passed as text and cast in the
 * statement: {@code ?::jsonb}.
 */
public abstract sealed class Tx permits TenantTx, SystemTx {
  /** A statement with one parameter that gives a row of no interest. */
  record Opening(String sql, String parameter) {}

  private final Connection connection;
  private final List<Runnable> afterCommit = new ArrayList<>();

  private final boolean opensEach;
  private @Nullable Opening opening;

  Tx(Connection connection) {
    this.connection = connection;
    this.opensEach = false;
  }

  /**
   * @param opening goes to the database together with the first statement
   * @param opensEach whether it goes with every other one too, as each is a transaction
   */
  Tx(Connection connection, Opening opening, boolean opensEach) {
    this.connection = connection;
    this.opening = opening;
    this.opensEach = opensEach;
  }

  /** Runs a statement that gives rows. */
  public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = rows(statement)) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Runs a statement that gives at most one row that matters; further rows are ignored. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    return query(sql, reader, parameters).stream().findFirst();
  }

  /** Runs a statement that changes rows, and says how many. */
  public int update(String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      execute(statement);
      return Math.max(0, statement.getUpdateCount());
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Runs something once the transaction is durable, such as waking a worker; it is not run after a
   * rollback, and it must not throw.
   */
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Runs work that may fail without spoiling the transaction: a failure undoes only the work. */
  public <T> T attempt(Supplier<T> work) {
    if (opensEach) {
      throw new IllegalStateException("What only reads has nothing to be undone");
    }
    int actions = afterCommit.size();
    try {
      // Before the savepoint, or its end would undo it.
      open();
      Savepoint savepoint = connection.setSavepoint();
      try {
        T result = work.get();
        connection.releaseSavepoint(savepoint);
        return result;
      } catch (RuntimeException e) {
        connection.rollback(savepoint);
        connection.releaseSavepoint(savepoint);
        afterCommit.subList(actions, afterCommit.size()).clear();
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  Connection connection() {
    return connection;
  }

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }

  /** Sends what opens the transaction, where no statement has taken it along yet. */
  private void open() throws SQLException {
    Opening alone = opening;
    if (alone != null) {
      opening = null;
      try (PreparedStatement statement = connection.prepareStatement(alone.sql())) {
        statement.setString(1, alone.parameter());
        statement.execute();
      }
    }
  }

  /** A transaction's first statement takes along what opens it, which saves a trip. */
  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    Opening first = opening;
    PreparedStatement statement =
        connection.prepareStatement(first == null ? sql : first.sql() + ";\n" + sql);
    try {
      int next = 1;
      if (first != null) {
        statement.setString(next++, first.parameter());
      }
      for (Object parameter : parameters) {
        statement.setObject(next++, toJdbc(parameter));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void execute(PreparedStatement statement) throws SQLException {
    boolean opens = opening != null;
    if (!opensEach) {
      opening = null;
    }
    statement.execute();
    if (opens) {
      boolean _ = statement.getMoreResults();
    }
  }

  private ResultSet rows(PreparedStatement statement) throws SQLException {
    execute(statement);
    ResultSet rows = statement.getResultSet();
    if (rows == null) {
      throw new SQLException("The statement gives no rows", "02000");
    }
    return rows;
  }

  private @Nullable Object toJdbc(@Nullable Object value) throws SQLException {
    return switch (value) {
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case Long[] array -> connection.createArrayOf("bigint", array);
      case Integer[] array -> connection.createArrayOf("int4", array);
      case Boolean[] array -> connection.createArrayOf("bool", array);
      case String[] array -> connection.createArrayOf("text", array);
      case Instant[] array -> connection.createArrayOf("timestamptz", times(array));
      case null, default -> value;
    };
  }

  private static @Nullable OffsetDateTime[] times(@Nullable Instant[] instants) {
    return Arrays.stream(instants)
        .map(instant -> instant == null ? null : instant.atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }
}
