package rasl.contact;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.http.PlainText;
import rasl.named.NamedRecords;
import rasl.tenant.Member;
import rasl.tenant.MemberStore;

/** Reads what contacts point to. */
final class Relations {
  private final NamedRecords sources;
  private final NamedRecords statuses;
  private final NamedRecords groups;
  private final MemberStore members;

  Relations(NamedRecords sources, NamedRecords statuses, NamedRecords groups, MemberStore members) {
    this.sources = sources;
    this.statuses = statuses;
    this.groups = groups;
    this.members = members;
  }

  NamedRecords sources() {
    return sources;
  }

  NamedRecords statuses() {
    return statuses;
  }

  NamedRecords groups() {
    return groups;
  }

  /** What of it exists; nothing of it can be deleted until the transaction ends. */
  References keep(TenantTx tx, References.Wanted wanted) {
    return new References(
        sources.keep(tx, wanted.sources()),
        statuses.keep(tx, wanted.statuses()),
        groups.keep(tx, wanted.groups()),
        members(tx, wanted.members()));
  }

  /** Whether all of it exists; then nothing of it can be deleted until the transaction ends. */
  boolean exist(TenantTx tx, References.Wanted wanted) {
    References kept = keep(tx, wanted);
    return kept.sources().keySet().containsAll(wanted.sources())
        && kept.statuses().keySet().containsAll(wanted.statuses())
        && kept.groups().keySet().containsAll(wanted.groups())
        && kept.members().keySet().containsAll(wanted.members());
  }

  /** What a list includes, for its answer only. */
  References read(TenantTx tx, References.Wanted wanted, Set<String> includes) {
    return new References(
        includes.contains(References.SOURCE) ? sources.views(tx, wanted.sources()) : Map.of(),
        includes.contains(References.STATUS) ? statuses.views(tx, wanted.statuses()) : Map.of(),
        includes.contains(References.GROUPS) ? groups.views(tx, wanted.groups()) : Map.of(),
        Map.of());
  }

  /** The names of those of the members that exist, by id. */
  Map<Long, String> memberNames(TenantTx tx, Set<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : members.findAll(tx, ids).stream().collect(Collectors.toMap(Member::id, Member::name));
  }

  /** The ids of members by their names and email addresses, as {@link PlainText#lower} has them. */
  Map<String, Long> membersByName(TenantTx tx, Set<String> names) {
    Map<String, Long> ids = new HashMap<>();
    Set<String> several = new HashSet<>();
    List<Member> found = names.isEmpty() ? List.of() : members.named(tx, names);
    for (Member one : found) {
      String name = PlainText.lower(one.name());
      if (ids.putIfAbsent(name, one.id()) != null) {
        several.add(name);
      }
    }
    ids.keySet().removeAll(several);
    found.forEach(one -> ids.put(PlainText.lower(one.email()), one.id()));
    return ids;
  }

  private Map<Long, Object> members(TenantTx tx, Set<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : members.keepAll(tx, ids).stream().collect(Collectors.toMap(Member::id, member -> member));
  }
}
