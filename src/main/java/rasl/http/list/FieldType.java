package rasl.http.list;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What a field holds: which operators it takes, and how its values travel in a cursor. */
public enum FieldType {
  /** Compared without regard to case. */
  TEXT,
  /** A bigint or int. */
  INTEGER,
  BOOLEAN,
  /** A timestamptz. */
  TIME,
  /** Text out of a known set. */
  ENUM;

  boolean takes(Operator operator) {
    return switch (operator) {
      case EQ, NE, IN, NOT_IN, NULL -> true;
      case LIKE -> this == TEXT || this == ENUM;
      case GT, GTE, LT, LTE, BETWEEN -> this == TEXT || this == INTEGER || this == TIME;
    };
  }

  /** What a value looks like, as the end of "must be". */
  String wanted() {
    return switch (this) {
      case TEXT, ENUM -> "text";
      case INTEGER -> "an integer, such as 42";
      case BOOLEAN -> "true or false";
      case TIME ->
          "a date, such as 2026-01-31, or a time with offset, such as 2026-01-31T09:30:00+03:00";
    };
  }

  /** Reads a sort key as exactly as the database holds it; null where the column is null. */
  @Nullable String read(ResultSet row, String column) throws SQLException {
    if (this == TIME) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant().toString();
    }
    if (this == BOOLEAN) {
      boolean value = row.getBoolean(column);
      return row.wasNull() ? null : Boolean.toString(value);
    }
    return row.getString(column);
  }

  /** Turns what {@link #read} gave into a parameter again. */
  Object parameter(String key) {
    return switch (this) {
      case TEXT, ENUM -> key;
      case INTEGER -> Long.valueOf(key);
      case BOOLEAN -> Boolean.valueOf(key);
      case TIME -> Instant.parse(key);
    };
  }
}
