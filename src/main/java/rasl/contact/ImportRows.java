package rasl.contact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.http.PlainText;
import rasl.json.Json;
import rasl.tenant.PhoneRules;
import tools.jackson.databind.node.ObjectNode;

/** Turns rows of a file into drafts, as if each had been sent as JSON. */
final class ImportRows {
  private static final Set<String> YES = Set.of("yes", "y", "نعم");
  private static final Set<String> NO = Set.of("no", "n", "لا");

  private final ImportColumns columns;
  private final PhoneReader phones;
  private final PhoneRules rules;
  private final boolean export;

  ImportRows(ImportColumns columns, PhoneReader phones, PhoneRules rules) {
    this.columns = columns;
    this.phones = phones;
    this.rules = rules;
    this.export = columns.isExport();
  }

  /** The fields of each row; empty of one that has more cells than the header. */
  List<Optional<Map<String, String>>> values(List<CsvFile.Row> rows) {
    return rows.stream()
        .map(row -> columns.isTooWide(row.cells()) ? EMPTY : Optional.of(valuesOf(row.cells())))
        .toList();
  }

  private Map<String, String> valuesOf(List<String> cells) {
    Map<String, String> values = columns.read(cells);
    if (export && !values.containsKey("phone")) {
      values.put(ImportNames.FORMER_ID, columns.formerId(cells));
    }
    return values;
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
    putAssignee(data, row, names, faults);
    ContactDraft draft =
        export ? ContactDraft.again(data, phones, rules) : ContactDraft.of(data, phones, rules);
    if (export && !row.containsKey("phone") && !columns.isWholeExport()) {
      draft.fault("phone", "The phone field is required.");
    }
    draft.known =
        ImportNames.digits(row.get(ImportNames.FORMER_ID))
            .filter(names.contacts()::contains)
            .isPresent();
    tellRounded(draft, row.get("phone"));
    faults.forEach(
        (field, words) -> {
          draft.forgive(field + "_id");
          draft.fault(field, words);
        });
    return draft;
  }

  private static void tellRounded(ContactDraft draft, @Nullable String phone) {
    Optional.ofNullable(phone)
        .flatMap(SpreadsheetCells::fault)
        .ifPresent(
            words -> {
              draft.forgive("phone");
              draft.fault("phone", words);
            });
  }

  private static void put(ObjectNode data, String field, String text) {
    switch (field) {
      case "status", "source", ImportFields.GROUPS, "group_id" -> {}
      case ImportFields.ASSIGNED, ImportNames.FORMER_ID -> {}
      case "phone" -> data.put(field, SpreadsheetCells.phone(text));
      case "type" -> data.put(field, PlainText.lower(text));
      case "is_opted_out" -> data.put(field, bool(text));
      default -> data.put(field, text);
    }
  }

  private static String bool(String text) {
    String plain = PlainText.lower(text);
    return YES.contains(plain) ? "true" : NO.contains(plain) ? "false" : plain;
  }

  /** A name that is known goes before an id, which is another one in another account. */
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
    Optional<Long> id = ImportNames.id(ids, name);
    if (id.isPresent()) {
      data.put(field + "_id", id.get());
    } else if (!row.containsKey(field + "_id")) {
      faults.put(field, "There is no %s named %s.".formatted(field, name));
    }
  }

  /** The members of an account that a file was exported from are not those of another one. */
  private void putAssignee(
      ObjectNode data, Map<String, String> row, ImportNames names, Map<String, String> faults) {
    String name = row.get(ImportFields.ASSIGNED);
    Optional<Long> id =
        Optional.ofNullable(name == null ? null : names.members().get(PlainText.lower(name)));
    boolean known =
        ImportNames.digits(row.get("assigned_id")).filter(names.memberIds()::contains).isPresent();
    if (id.isPresent()) {
      data.put("assigned_id", id.get());
    } else if (export && !known) {
      data.remove("assigned_id");
    } else if (name != null && !known) {
      faults.put(
          ImportFields.ASSIGNED, "There is no member, or several, with the name " + name + ".");
    }
  }

  private static void putGroups(
      ObjectNode data, Map<String, String> row, ImportNames names, Map<String, String> faults) {
    List<ImportNames.Found> named =
        ImportNames.groups(row.getOrDefault(ImportFields.GROUPS, ""), names.groups());
    List<String> ids = ImportNames.list(row.getOrDefault("group_id", ""));
    var groups = data.putArray(ImportFields.GROUPS);
    boolean allKnown = named.stream().allMatch(one -> one.id().isPresent());
    if (!ids.isEmpty() && (named.isEmpty() || !allKnown)) {
      ids.forEach(groups::add);
      return;
    }
    for (ImportNames.Found one : named) {
      one.id()
          .ifPresentOrElse(
              groups::add,
              () -> faults.put(ImportFields.GROUPS, "There is no group named " + one.name() + "."));
    }
  }
}
