package rasl.contact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.http.Faults;
import rasl.http.PlainText;

/**
 * What the columns of a file stand for.
 *
 * @param header as it stands in the file
 * @param fields of each column; empty text where it is not taken
 * @param defaults what is taken where a field has no column, or its cell is empty
 * @param separator what stands between the cells of the file; null in imports of earlier versions
 */
record ImportColumns(
    List<String> header,
    List<String> fields,
    Map<String, String> defaults,
    @Nullable String separator) {
  private static final String MAPPING = "mapping";
  private static final int MOST_SHOWN = 500;

  /** No-break ones too. */
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

  /** What each contact needs: one of the fields in each. */
  private static final List<List<String>> NEEDED =
      List.of(
          List.of("firstname", ImportFields.NAME),
          List.of("lastname", ImportFields.NAME),
          List.of("phone"),
          List.of("type"),
          List.of("status_id", "status"),
          List.of("source_id", "source"));

  /** Of two columns that say the same, the one that counts. */
  private static final Map<String, String> WEAKER = Map.of(ImportFields.NAME, "firstname");

  /** Two fields that say the same, by id and by name. */
  private static final Map<String, String> SAME =
      Map.of(
          "status",
          "status_id",
          "status_id",
          "status",
          "source",
          "source_id",
          "source_id",
          "source",
          ImportFields.GROUPS,
          "group_id",
          "group_id",
          ImportFields.GROUPS,
          ImportFields.ASSIGNED,
          "assigned_id",
          "assigned_id",
          ImportFields.ASSIGNED);

  /**
   * Reads a header.
   *
   * @param mapping fields by header, beyond those that are known by themselves
   * @throws rasl.refusal.RefusedException {@code Invalid} with all that is wrong
   */
  static ImportColumns of(
      List<String> header,
      Map<String, String> mapping,
      Map<String, String> defaults,
      char separator) {
    var faults = new Faults();
    List<String> names = header.stream().map(PlainText::trim).toList();
    Map<String, String> given = byKey(mapping, names, faults);
    checkDefaults(defaults, faults);
    var chosen = new HashSet<>(given.values());
    var fields = new ArrayList<String>();
    for (String name : names) {
      String known = ImportFields.of(name).filter(field -> !chosen.contains(field)).orElse("");
      fields.add(given.getOrDefault(ImportFields.key(name), known));
    }
    var taken = Set.copyOf(fields);
    fields.replaceAll(
        field -> {
          boolean beside = WEAKER.containsKey(field) && taken.contains(WEAKER.get(field));
          return beside || field.equals(ImportFields.IGNORE) ? "" : field;
        });
    refuseTwoForOne(names, fields, faults);
    refuseMissing(names, fields, defaults.keySet(), faults);
    return faults.orRefuse(
        () ->
            new ImportColumns(names, List.copyOf(fields), defaults, Character.toString(separator)));
  }

  private static Map<String, String> byKey(
      Map<String, String> mapping, List<String> names, Faults faults) {
    Map<String, String> given = new LinkedHashMap<>();
    Set<String> known = new HashSet<>(names.stream().map(ImportFields::key).toList());
    mapping.forEach(
        (header, value) -> {
          String field = value.isEmpty() ? ImportFields.IGNORE : value;
          String path = MAPPING + "." + header;
          if (!known.contains(ImportFields.key(header))) {
            faults.add(path, "The file has no column " + header + ".");
          } else if (!field.equals(ImportFields.IGNORE) && !ImportFields.isKnown(field)) {
            faults.add(path, "The field must be one of " + told() + ", or ignore.");
          }
          given.put(ImportFields.key(header), field);
        });
    return given;
  }

  private static void checkDefaults(Map<String, String> defaults, Faults faults) {
    defaults.keySet().stream()
        .filter(field -> !ImportFields.isKnown(field) || field.equals("phone"))
        .forEach(
            field -> faults.add("defaults." + field, "Defaults are taken for " + told() + "."));
  }

  private static String told() {
    return String.join(", ", ImportFields.all());
  }

  private static void refuseTwoForOne(List<String> names, List<String> fields, Faults faults) {
    for (int i = 0; i < fields.size(); i++) {
      int first = fields.indexOf(fields.get(i));
      if (!fields.get(i).isEmpty() && first < i) {
        faults.add(
            MAPPING,
            "The columns %s and %s both stand for %s: say by mapping which one is meant."
                .formatted(names.get(first), names.get(i), fields.get(i)));
      }
    }
  }

  private static void refuseMissing(
      List<String> names, List<String> fields, Set<String> defaults, Faults faults) {
    var there = new HashSet<String>(fields);
    there.addAll(defaults);
    List<String> missing =
        NEEDED.stream()
            .filter(needed -> needed.stream().noneMatch(there::contains))
            .map(List::getFirst)
            .toList();
    for (String field : missing) {
      faults.add(
          CsvFile.FIELD,
          "The file has no column for %s; name one by mapping, or give a value by defaults."
              .formatted(field));
    }
    if (!missing.isEmpty()) {
      faults.add(CsvFile.FIELD, "The header that was read is: " + shown(names) + ".");
    }
  }

  private static String shown(List<String> names) {
    String header = String.join(", ", names);
    return header.length() > MOST_SHOWN ? header.substring(0, MOST_SHOWN) + "…" : header;
  }

  /**
   * The fields of a row that are not empty. A spreadsheet leaves out empty cells at the end of a
   * row, and sometimes writes too many.
   */
  Map<String, String> read(List<String> cells) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(fields.size(), cells.size()); i++) {
      String field = fields.get(i);
      String text = field.isEmpty() ? "" : PlainText.trim(SpreadsheetCells.plain(cells.get(i)));
      if (!text.isEmpty()) {
        values.put(field, text);
      }
    }
    splitName(values, values.remove(ImportFields.NAME));
    defaults.forEach(
        (field, text) -> {
          if (!field.equals(ImportFields.NAME)
              && !values.containsKey(SAME.getOrDefault(field, field))) {
            values.putIfAbsent(field, text);
          }
        });
    if (!values.containsKey("firstname")) {
      splitName(values, defaults.get(ImportFields.NAME));
    }
    return values;
  }

  /** A first word and the rest; a column for either goes before it. */
  private static void splitName(Map<String, String> values, @Nullable String name) {
    if (name == null) {
      return;
    }
    String[] words = BLANKS.split(name, 2);
    values.putIfAbsent("firstname", words[0]);
    if (words.length > 1) {
      values.putIfAbsent("lastname", words[1]);
    }
  }

  /** Whether a row has cells beyond the header that say something. */
  boolean isTooWide(List<String> cells) {
    return !cells.stream().skip(header.size()).allMatch(CsvFile::isBlank);
  }

  /** Whether the file is one that {@link ContactExport} wrote: its contacts were taken before. */
  boolean isExport() {
    return header.contains("id") && ContactExport.columns().containsAll(withoutOurs());
  }

  /** Whether it has all columns of one; the newest was not there in earlier versions. */
  boolean isWholeExport() {
    return ContactExport.columns().stream()
        .allMatch(name -> name.equals(ImportFields.ASSIGNED) || header.contains(name));
  }

  /** The id that a row of an export had where it was written; empty of another file's. */
  String formerId(List<String> cells) {
    int column = header.indexOf("id");
    return column >= 0 && column < cells.size() ? PlainText.trim(cells.get(column)) : "";
  }

  private List<String> withoutOurs() {
    return header.stream().filter(name -> !ImportErrors.OURS.contains(name)).toList();
  }

  /** Which column is taken for which field. */
  Map<String, String> mapping() {
    Map<String, String> mapping = new LinkedHashMap<>();
    Stream.iterate(0, i -> i < fields.size(), i -> i + 1)
        .filter(i -> !fields.get(i).isEmpty())
        .forEach(i -> mapping.put(header.get(i), fields.get(i)));
    return mapping;
  }
}
