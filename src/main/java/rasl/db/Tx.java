package rasl.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
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
  /**
   * The statements that go to the database with another one, in the same trip.
   *
   * @param before a statement or several, without {@code ;} at the end; empty for nothing at all
   * @param parameters of it
   * @param results how many results it gives
   * @param after likewise; empty for nothing
   * @param each whether with each statement, since each is a transaction, or with the first alone
   */
  record Frame(String before, List<String> parameters, int results, String after, boolean each) {
    private static Frame none() {
      return new Frame("", List.of(), 0, "", false);
    }

    /** The same, with a longer limit for its statements. */
    private Frame patient(String millis) {
      var all = new ArrayList<>(parameters);
      all.add(millis);
      return new Frame(before + ", " + LIMIT, List.copyOf(all), results, after, each);
    }

    private String around(String sql) {
      return before.isEmpty() ? sql : before + ";\n" + sql + (after.isEmpty() ? "" : ";\n" + after);
    }
  }

  /** Executes a statement, and may end it early. */
  @FunctionalInterface
  interface Execution {
    Execution PLAIN = PreparedStatement::execute;

    void execute(PreparedStatement statement) throws SQLException;
  }

  private static final String LIMIT = "set_config('statement_timeout', ?, true)";

  private final Connection connection;
  private final List<Runnable> beforeCommit = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final Execution execution;

  private Frame frame;

  /** One that a statement has opened already. */
  Tx(Connection connection) {
    this(connection, Frame.none(), Execution.PLAIN);
  }

  Tx(Connection connection, Frame frame, Execution execution) {
    this.connection = connection;
    this.frame = frame;
    this.execution = execution;
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
   * Runs statements as the last ones before the commit, in the order in which they were given. For
   * rows that all of a tenant's transactions lock: they are held no longer than the commit takes.
   */
  public void beforeCommit(Runnable action) {
    if (frame.each()) {
      throw new IllegalStateException("What only reads commits nothing");
    }
    beforeCommit.add(action);
  }

  /**
   * Runs something once the transaction is durable, such as waking a worker; it is not run after a
   * rollback, and it must not throw.
   */
  public void afterCommit(Runnable action) {
    if (frame.each()) {
      throw new IllegalStateException("What only reads commits nothing");
    }
    afterCommit.add(action);
  }

  /**
   * Lets statements from here on take longer than a call's may, until the transaction ends. For
   * background work, and for what streams: a caller who waits should be answered earlier.
   */
  public void patient(Duration limit) {
    String millis = TimeLimits.text(limit);
    try {
      // The pool sets it back.
      connection.setNetworkTimeout(
          Runnable::run, Math.toIntExact(TimeLimits.silence(limit).toMillis()));
      if (frame.results() > 0) {
        frame = frame.patient(millis);
      } else {
        try (PreparedStatement statement = connection.prepareStatement("select " + LIMIT)) {
          bind(statement, List.of(millis).toArray());
          statement.execute();
        }
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Runs work that may fail without spoiling the transaction: a failure undoes only the work. */
  public <T> T attempt(Supplier<T> work) {
    if (frame.each()) {
      throw new IllegalStateException("What only reads has nothing to be undone");
    }
    int actions = afterCommit.size();
    int lastActions = beforeCommit.size();
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
        beforeCommit.subList(lastActions, beforeCommit.size()).clear();
        throw e;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  Connection connection() {
    return connection;
  }

  /** Does what was to be done last; see {@link #beforeCommit}. */
  void finish() {
    beforeCommit.forEach(Runnable::run);
    beforeCommit.clear();
  }

  List<Runnable> actionsAfterCommit() {
    return afterCommit;
  }

  /** Sends what opens the transaction, where no statement has taken it along yet. */
  private void open() throws SQLException {
    if (frame.results() > 0) {
      try (PreparedStatement statement = connection.prepareStatement(frame.before())) {
        bind(statement, frame.parameters().toArray());
        statement.execute();
      }
      frame = Frame.none();
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(frame.around(sql));
    try {
      bind(statement, frame.parameters().toArray(), parameters);
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private void bind(PreparedStatement statement, @Nullable Object[]... parameters)
      throws SQLException {
    int next = 1;
    for (@Nullable Object[] some : parameters) {
      for (Object parameter : some) {
        statement.setObject(next++, toJdbc(parameter));
      }
    }
  }

  private void execute(PreparedStatement statement) throws SQLException {
    try {
      execution.execute(statement);
    } catch (SQLException e) {
      undoAlone(e);
      throw e;
    }
    for (int i = 0; i < frame.results(); i++) {
      boolean _ = statement.getMoreResults();
    }
    if (!frame.each()) {
      frame = Frame.none();
    }
  }

  /** A statement that is a transaction has not come to its end. */
  private void undoAlone(SQLException cause) {
    if (frame.each()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("rollback");
      } catch (SQLException e) {
        cause.addSuppressed(e);
      }
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
