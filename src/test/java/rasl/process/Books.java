package rasl.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rasl.db.DatabaseSettings;
import rasl.db.EmbeddedPostgres;
import rasl.testkit.Api;

/** What a running server has in its books, and what its simulator has taken. */
final class Books {
  private final Path folder;

  Books(Path folder) {
    this.folder = folder;
  }

  /** The texts that WhatsApp took from {@link Load}, in their order. */
  static List<String> taken(ServerProcess server) {
    try (Api simulator = server.simulator()) {
      List<String> texts = new ArrayList<>();
      simulator
          .get(200, "/control/outbox")
          .json()
          .path("messages")
          .forEach(
              message -> texts.add(message.path("request").path("text").path("body").asString()));
      texts.removeIf(text -> !text.startsWith("text "));
      return texts;
    }
  }

  /** How often each of them was taken. */
  static Map<String, Integer> counted(List<String> texts) {
    Map<String, Integer> counted = new TreeMap<>();
    texts.forEach(text -> counted.merge(text, 1, Integer::sum));
    return counted;
  }

  /** The ids of messages by their texts. */
  Map<String, Long> ids() {
    Map<String, Long> ids = new TreeMap<>();
    query(
        "select body, id from message where direction = 'outbound'",
        row -> ids.put(row.getString(1), row.getLong(2)));
    return ids;
  }

  /** A column of texts, those of {@link Load} only. */
  List<String> texts(String sql) {
    List<String> texts = new ArrayList<>();
    query(sql, row -> texts.add(row.getString(1)));
    texts.removeIf(text -> !text.startsWith("text "));
    return texts;
  }

  /** A column as texts. */
  List<String> column(String sql) {
    List<String> texts = new ArrayList<>();
    query(sql, row -> texts.add(row.getString(1)));
    return texts;
  }

  long number(String sql) {
    List<Long> numbers = new ArrayList<>();
    query(sql, row -> numbers.add(row.getLong(1)));
    return numbers.getFirst();
  }

  void change(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Rows {
    void take(ResultSet row) throws SQLException;
  }

  private void query(String sql, Rows rows) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.take(row);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the owner, to whom all rows are visible. */
  private Connection connect() throws SQLException {
    DatabaseSettings settings = EmbeddedPostgres.running(folder).orElseThrow();
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }
}
