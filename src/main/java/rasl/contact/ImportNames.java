package rasl.contact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.http.PlainText;

/**
 * The ids of what rows call by name: their statuses, sources, groups and members.
 *
 * @param memberIds of the ids of members that rows have, those that exist
 * @param contacts of the ids that rows without a phone had in an export, those that exist
 */
record ImportNames(
    Map<String, Long> statuses,
    Map<String, Long> sources,
    Map<String, Long> groups,
    Map<String, Long> members,
    Set<Long> memberIds,
    Set<Long> contacts) {

  /** How many parts and separators one name may have: an odd number. */
  private static final int MOST_PARTS = 9;

  /** The id that a row had where it was exported: no field, and only of rows without a phone. */
  static final String FORMER_ID = "id";

  private static final Pattern ID = Pattern.compile("[0-9]{1,16}");

  /** Looks up all names of some rows at once. */
  static ImportNames of(TenantTx tx, Relations relations, Collection<Map<String, String>> rows) {
    Set<String> statuses = new HashSet<>();
    Set<String> sources = new HashSet<>();
    Set<String> groups = new HashSet<>();
    Set<String> members = new HashSet<>();
    Set<Long> memberIds = new HashSet<>();
    Set<Long> contacts = new HashSet<>();
    for (Map<String, String> row : rows) {
      Optional.ofNullable(row.get("status")).ifPresent(statuses::add);
      Optional.ofNullable(row.get("source")).ifPresent(sources::add);
      groups.addAll(possible(row.getOrDefault(ImportFields.GROUPS, "")));
      Optional.ofNullable(row.get(ImportFields.ASSIGNED)).ifPresent(members::add);
      digits(row.get("assigned_id")).ifPresent(memberIds::add);
      digits(row.get(FORMER_ID)).ifPresent(contacts::add);
    }
    return new ImportNames(
        relations.statuses().idsByName(tx, statuses),
        relations.sources().idsByName(tx, sources),
        relations.groups().idsByName(tx, groups),
        relations.membersByName(tx, members),
        relations.memberNames(tx, memberIds).keySet(),
        contacts.isEmpty()
            ? Set.of()
            : new ContactStore()
                .byIds(tx, contacts).stream().map(Contact::id).collect(Collectors.toSet()));
  }

  /** An id; empty of what is none. */
  static Optional<Long> digits(@Nullable String text) {
    return Optional.ofNullable(text).filter(id -> ID.matcher(id).matches()).map(Long::valueOf);
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

  /** A name in a cell; the id is empty where no group has it. */
  record Found(String name, Optional<Long> id) {}

  /**
   * The groups that a cell names. A name may hold what stands between names: so at each place the
   * longest known name is taken, the whole cell first.
   */
  static List<Found> groups(String cell, Map<String, Long> ids) {
    var found = new ArrayList<Found>();
    String[] parts = parts(cell);
    for (int from = 0; from < parts.length; ) {
      int until = longest(parts, from, ids);
      String name = joined(parts, from, until);
      if (!name.isEmpty()) {
        found.add(new Found(name, id(ids, name)));
      }
      from = until + 1;
    }
    return found;
  }

  private static int longest(String[] parts, int from, Map<String, Long> ids) {
    if (from == 0 && ids.containsKey(PlainText.folded(joined(parts, 0, parts.length)))) {
      return parts.length;
    }
    for (int until = last(parts, from); until > from + 1; until -= 2) {
      if (ids.containsKey(PlainText.folded(joined(parts, from, until)))) {
        return until;
      }
    }
    return from + 1;
  }

  /** Every name that a cell may hold. */
  private static List<String> possible(String cell) {
    var names = new ArrayList<String>();
    names.add(PlainText.trim(cell));
    String[] parts = parts(cell);
    for (int from = 0; from < parts.length; from += 2) {
      for (int until = from + 1; until <= last(parts, from); until += 2) {
        names.add(joined(parts, from, until));
      }
    }
    return names;
  }

  /** The names and, at the odd places, what stands between them. */
  private static String[] parts(String cell) {
    return cell.splitWithDelimiters("[;,|\n]", -1);
  }

  private static int last(String[] parts, int from) {
    return Math.min(parts.length, from + MOST_PARTS);
  }

  private static String joined(String[] parts, int from, int until) {
    return PlainText.trim(String.join("", Arrays.asList(parts).subList(from, until)));
  }

  /** The id that a name stands for; digits that are no name are an id. */
  static Optional<Long> id(Map<String, Long> ids, String name) {
    Long known = ids.get(PlainText.folded(name));
    return known == null ? digits(name) : Optional.of(known);
  }
}
