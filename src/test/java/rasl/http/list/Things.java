package rasl.http.list;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import rasl.crypto.MasterKey;
import rasl.http.QueryParser;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** A list that has a field of every kind, for the tests of the language. */
final class Things {
  static final ListSpec SPEC =
      new ListSpec(
          "things",
          "t.id",
          List.of(
              ListField.text("name", "t.name")
                  .keyed("t.name_key", text -> text.toLowerCase(Locale.ROOT))
                  .notNull()
                  .sortable()
                  .filterable()
                  .searchable(),
              ListField.text("note", "t.note").sortable().filterable().searchable(),
              ListField.integer("size", "t.size").sortable().filterable(),
              ListField.bool("done", "t.done").sortable().filterable(),
              ListField.oneOf("kind", "t.kind", List.of("lead", "guest")).sortable().filterable(),
              ListField.time("created_at", "t.created_at").notNull().sortable().filterable(),
              ListField.text("hidden", "t.note"),
              ListField.filter("group_id", FieldType.INTEGER, Things::divided)
                  .comparedBy(new ListField.Own(Things::dividedByAny, "an integer but 0"))),
          Optional.empty(),
          List.of("id", "name", "note", "size", "done", "kind", "created_at"),
          List.of("owner", "groups"));

  static final Lists LISTS =
      new Lists(
          new MasterKey("k".repeat(32).getBytes(StandardCharsets.US_ASCII)).derive("list cursors"),
          () -> "https://rasl.example");

  private Things() {}

  private static Condition divided(List<Object> by) {
    return Condition.or(by.stream().map(value -> Condition.of("t.size % ? = 0", value)).toList());
  }

  private static Optional<Condition> dividedByAny(List<Object> by) {
    return by.contains(0L) ? Optional.empty() : Optional.of(divided(by));
  }

  static ListQuery parse(String rawQuery) {
    return LISTS.parse(SPEC, QueryParser.parse(rawQuery));
  }

  /** The faults of a query; none where it is taken. */
  static Map<String, List<String>> faults(String rawQuery) {
    try {
      parse(rawQuery);
      return Map.of();
    } catch (RefusedException e) {
      return ((Refusal.Invalid) e.refusal()).errors();
    }
  }
}
