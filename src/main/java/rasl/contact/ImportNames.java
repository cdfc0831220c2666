package rasl.contact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.db.TenantTx;
import rasl.http.PlainText;

/** The ids of what rows call by name: their statuses, sources and groups. */
record ImportNames(
    Map<String, Long> statuses, Map<String, Long> sources, Map<String, Long> groups) {

  /** Looks up all names of some rows at once. */
  static ImportNames of(TenantTx tx, Relations relations, Collection<Map<String, String>> rows) {
    Set<String> statuses = new HashSet<>();
    Set<String> sources = new HashSet<>();
    Set<String> groups = new HashSet<>();
    for (Map<String, String> row : rows) {
      Optional.ofNullable(row.get("status")).ifPresent(statuses::add);
      Optional.ofNullable(row.get("source")).ifPresent(sources::add);
      groups.addAll(list(row.getOrDefault(ImportFields.GROUPS, "")));
    }
    return new ImportNames(
        relations.statuses().idsByName(tx, statuses),
        relations.sources().idsByName(tx, sources),
        relations.groups().idsByName(tx, groups));
  }

  /** The parts of a cell that holds several. */
  static List<String> list(String cell) {
    var parts = new ArrayList<String>();
    for (String part : cell.split("[;,|\\n]", -1)) {
      String text = PlainText.trim(part);
      if (!text.isEmpty()) {
        parts.add(text);
      }
    }
    return parts;
  }

  /** The id that a name stands for; digits that are no name are an id. */
  static Optional<Long> id(Map<String, Long> ids, String name) {
    Long known = ids.get(PlainText.folded(name));
    return known == null && name.matches("[0-9]{1,16}")
        ? Optional.of(Long.valueOf(name))
        : Optional.ofNullable(known);
  }
}
