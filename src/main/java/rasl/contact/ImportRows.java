package rasl.contact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rasl.http.PlainText;
import rasl.json.Json;
import rasl.tenant.PhoneRules;
import tools.jackson.databind.node.ObjectNode;

/** Turns rows of a file into drafts, as if each had been sent as JSON. */
final class ImportRows {
  /** Marks of direction, which come along when a number is copied out of a right-to-left text. */
  private static final Pattern MARKS =
      Pattern.compile("[\\u200B-\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

  private static final Set<String> YES = Set.of("yes", "y", "نعم");
  private static final Set<String> NO = Set.of("no", "n", "لا");

  private final ImportColumns columns;
  private final PhoneReader phones;
  private final PhoneRules rules;

  ImportRows(ImportColumns columns, PhoneReader phones, PhoneRules rules) {
    this.columns = columns;
    this.phones = phones;
    this.rules = rules;
  }

  /** The fields of each row; empty of one that has another number of cells than the header. */
  List<Optional<Map<String, String>>> values(List<CsvFile.Row> rows) {
    int width = columns.header().size();
    return rows.stream()
        .map(row -> row.cells().size() == width ? Optional.of(columns.read(row.cells())) : EMPTY)
        .toList();
  }

  private static final Optional<Map<String, String>> EMPTY = Optional.empty();

  /** The drafts of the rows, in order. */
  List<ContactDraft> drafts(
      List<CsvFile.Row> rows, List<Optional<Map<String, String>>> values, ImportNames names) {
    var drafts = new ArrayList<ContactDraft>();
    for (int i = 0; i < rows.size(); i++) {
      Optional<Map<String, String>> row = values.get(i);
      drafts.add(row.isPresent() ? draft(row.get(), names) : uneven(rows.get(i)));
    }
    return drafts;
  }

  private ContactDraft uneven(CsvFile.Row row) {
    return ContactDraft.broken(
        Json.mapper().createObjectNode(),
        "The row has %d cells, but the header has %d."
            .formatted(row.cells().size(), columns.header().size()));
  }

  private ContactDraft draft(Map<String, String> row, ImportNames names) {
    Map<String, String> faults = new LinkedHashMap<>();
    ObjectNode data = Json.mapper().createObjectNode();
    row.forEach((field, text) -> put(data, field, text));
    byName(data, row, "status", names.statuses(), faults);
    byName(data, row, "source", names.sources(), faults);
    putGroups(data, row, names, faults);
    ContactDraft draft = ContactDraft.of(data, phones, rules);
    faults.forEach(
        (field, words) -> {
          draft.forgive(field + "_id");
          draft.fault(field, words);
        });
    return draft;
  }

  private static void put(ObjectNode data, String field, String text) {
    switch (field) {
      case "status", "source", ImportFields.GROUPS, "group_id" -> {}
      case ImportFields.NAME -> putName(data, text);
      case "phone" -> data.put(field, phone(text));
      case "type" -> data.put(field, PlainText.lower(text));
      case "is_opted_out" -> data.put(field, bool(text));
      default -> data.put(field, text);
    }
  }

  /** A first word and the rest; a column for either goes before it. */
  private static void putName(ObjectNode data, String name) {
    String[] words = name.split("\\s+", 2);
    data.put("firstname", words[0]);
    if (words.length > 1 && !data.has("lastname")) {
      data.put("lastname", words[1]);
    }
  }

  private static String phone(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return text;
    }
    var plain = new StringBuilder();
    MARKS
        .matcher(text)
        .replaceAll("")
        .codePoints()
        .forEach(
            c -> {
              int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
              if (digit >= 0) {
                plain.append((char) ('0' + digit));
              } else {
                plain.appendCodePoint(Character.isSpaceChar(c) ? ' ' : c);
              }
            });
    return plain.toString();
  }

  private static String bool(String text) {
    String plain = PlainText.lower(text);
    return YES.contains(plain) ? "true" : NO.contains(plain) ? "false" : plain;
  }

  private static void byName(
      ObjectNode data,
      Map<String, String> row,
      String field,
      Map<String, Long> ids,
      Map<String, String> faults) {
    String name = row.get(field);
    if (name == null) {
      return;
    }
    ImportNames.id(ids, name)
        .ifPresentOrElse(
            id -> data.put(field + "_id", id),
            () -> faults.put(field, "There is no %s named %s.".formatted(field, name)));
  }

  private static void putGroups(
      ObjectNode data, Map<String, String> row, ImportNames names, Map<String, String> faults) {
    var groups = data.putArray(ImportFields.GROUPS);
    ImportNames.list(row.getOrDefault("group_id", "")).forEach(groups::add);
    for (String name : ImportNames.list(row.getOrDefault(ImportFields.GROUPS, ""))) {
      ImportNames.id(names.groups(), name)
          .ifPresentOrElse(
              groups::add,
              () -> faults.put(ImportFields.GROUPS, "There is no group named " + name + "."));
    }
  }
}
