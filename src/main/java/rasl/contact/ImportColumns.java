package rasl.contact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import rasl.http.Faults;
import rasl.http.PlainText;
import rasl.http.list.CsvCells;

/**
 * What the columns of a file stand for.
 *
 * @param header as it stands in the file
 * @param fields of each column; empty text where it is not taken
 * @param defaults what is taken where a field has no column, or its cell is empty
 */
record ImportColumns(List<String> header, List<String> fields, Map<String, String> defaults) {
  private static final String MAPPING = "mapping";

  /** What each contact needs: one of the fields in each. */
  private static final List<List<String>> NEEDED =
      List.of(
          List.of("firstname", ImportFields.NAME),
          List.of("lastname", ImportFields.NAME),
          List.of("phone"),
          List.of("type"),
          List.of("status_id", "status"),
          List.of("source_id", "source"));

  /** An id's column goes before that of the name. */
  private static final Map<String, String> WEAKER =
      Map.of(
          "status",
          "status_id",
          "source",
          "source_id",
          ImportFields.GROUPS,
          "group_id",
          ImportFields.NAME,
          "firstname");

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
          ImportFields.GROUPS);

  /**
   * Reads a header.
   *
   * @param mapping fields by header, beyond those that are known by themselves
   * @throws rasl.refusal.RefusedException {@code Invalid} with all that is wrong
   */
  static ImportColumns of(
      List<String> header, Map<String, String> mapping, Map<String, String> defaults) {
    var faults = new Faults();
    List<String> names = header.stream().map(PlainText::trim).toList();
    Map<String, String> given = byKey(mapping, names, faults);
    checkDefaults(defaults, faults);
    refuseDuplicates(names, faults);
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
    refuseMissing(fields, defaults.keySet(), faults);
    return faults.orRefuse(() -> new ImportColumns(names, List.copyOf(fields), defaults));
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

  private static void refuseDuplicates(List<String> names, Faults faults) {
    var seen = new HashSet<String>();
    for (String name : names) {
      if (!name.isEmpty() && !seen.add(PlainText.folded(name))) {
        faults.add(CsvFile.FIELD, "The file has two columns named " + name + ".");
      }
    }
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

  private static void refuseMissing(List<String> fields, Set<String> defaults, Faults faults) {
    var there = new HashSet<String>(fields);
    there.addAll(defaults);
    for (List<String> needed : NEEDED) {
      if (needed.stream().noneMatch(there::contains)) {
        faults.add(
            CsvFile.FIELD,
            "The file has no column for %s; name one by mapping, or give a value by defaults."
                .formatted(needed.getFirst()));
      }
    }
  }

  /** The fields of a row that are not empty; a row of another width has been turned away. */
  Map<String, String> read(List<String> cells) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      String text = field.isEmpty() ? "" : PlainText.trim(CsvCells.restored(cells.get(i)));
      if (!text.isEmpty()) {
        values.put(field, text);
      }
    }
    defaults.forEach(
        (field, text) -> {
          if (!values.containsKey(SAME.getOrDefault(field, field))) {
            values.putIfAbsent(field, text);
          }
        });
    return values;
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
