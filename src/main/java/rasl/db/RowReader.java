package rasl.db;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes a value of the row on which the result set stands; it must not move it. */
@FunctionalInterface
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
