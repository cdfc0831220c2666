package rasl.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The fields of a JSON object or a form in a request, read under the rules of contract 1.1, every
 * fault collected. A reader that finds a fault notes it and gives a stand-in; {@link #orRefuse}
 * then throws all faults at once, so that no stand-in is ever used.
 */
public interface Fields {
  /** Whether the field is present, null included: a PATCH changes what is sent. */
  boolean has(String name);

  /** Text of 1 to {@code max} code points after trimming; missing or empty is a fault. */
  String requiredText(String name, int max);

  /** Text of up to {@code max} code points; null, absent and empty after trimming are empty. */
  Optional<String> text(String name, int max);

  /** An integer of JSON, or a string of digits, in a range. */
  Optional<Long> integer(String name, long min, long max);

  /** An id: an integer of 1 to 2^53-1. */
  Optional<Long> id(String name);

  /** An id; missing is a fault. */
  long requiredId(String name);

  /** {@code true}, {@code false}, their texts, 0 or 1. */
  Optional<Boolean> bool(String name);

  /** A list of at least one id; in a form, where all is text, also a comma list. */
  List<Long> requiredIds(String name);

  /** A list of ids; empty where the field is absent or null. */
  List<Long> ids(String name);

  /**
   * A list of up to {@code most} texts, each of 1 to {@code max} code points after trimming; empty
   * where the field is absent or null.
   */
  List<String> texts(String name, int most, int max);

  /**
   * As {@link #ids}, of which each may also be an object with an {@code id}, as answers have it.
   */
  List<Long> idsOrRecords(String name);

  /** A list of ids, or a text of ids with commas between them. */
  List<Long> idsOrCommaList(String name);

  /** Text as by {@link #text}; a number of JSON is taken for its digits. */
  Optional<String> textOrNumber(String name, int max);

  /** A list of objects, each with its own path for faults; absent is a fault. */
  List<Fields> requiredObjects(String name, int min, int max);

  /** The fields of an object; empty where it is absent or null. */
  Optional<Fields> object(String name);

  /**
   * The texts of an object by their names, an empty one included; none where it is absent. A form
   * may also hold the object as JSON in one field, for names that brackets cannot hold.
   */
  Map<String, String> texts(String name, int max);

  /** A file of a form; anything else under its name is a fault. */
  Optional<Upload> file(String name);

  /** Notes a fault of a field that the room found by itself. */
  void fault(String name, String message);

  /** Whether a fault of this field was noted: what it should be is told already. */
  boolean isFaulty(String name);

  /** Makes the value where there is no fault; else refuses with all of them. */
  <T> T orRefuse(Supplier<T> value);
}
