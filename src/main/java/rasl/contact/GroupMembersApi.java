package rasl.contact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;

/**
 * {@code /api/v2/groups/{id}/contacts}: who is in a group.
 *
 * <p>Many contacts are changed in pieces, one transaction each, so that none of them is locked for
 * long. The last piece stores the caller's idempotency key: one who breaks off before it, or whose
 * server dies, has changed a part, and the repeat does the rest, since members are skipped.
 */
final class GroupMembersApi {
  /** How many contacts one transaction changes. */
  static final int PIECE = 1000;

  private static final String MEMBERS = "/api/v2/groups/{id}/contacts";

  private final Db db;
  private final GroupMembers members;

  GroupMembersApi(Db db, GroupMembers members) {
    this.db = db;
    this.members = members;
  }

  void addTo(Routes routes) {
    routes.addLong("POST", MEMBERS, Scope.GROUPS_WRITE, this::add);
    routes.addLong("DELETE", MEMBERS, Scope.GROUPS_WRITE, this::remove);
  }

  /**
   * Nothing is changed where one of the contacts does not exist. That is seen before the first of
   * several pieces; one that is deleted after that is passed over, as if it had been a member.
   */
  private Answer add(Caller caller, Request request) {
    long group = request.pathId("id", "Group");
    List<Long> given = ids(request);
    List<List<Long>> pieces = pieces(given);
    String id = request.requestId();
    Step step = (tx, piece) -> members.addExisting(tx, group, piece, id);
    if (pieces.size() == 1) {
      step = (tx, _) -> members.add(tx, group, given, id);
    } else {
      db.<Boolean>reading(
          caller.tenant(),
          tx -> {
            members.check(tx, group, given);
            return true;
          });
    }
    return changed(
        request.change(),
        pieces,
        step,
        count ->
            answer(group, "contacts_added", count, "Contacts added to the group successfully"));
  }

  private Answer remove(Caller caller, Request request) {
    long group = request.pathId("id", "Group");
    String id = request.requestId();
    return changed(
        request.change(),
        pieces(ids(request)),
        (tx, piece) -> members.remove(tx, group, piece, id),
        count ->
            answer(
                group, "contacts_removed", count, "Contacts removed from the group successfully"));
  }

  private static List<Long> ids(Request request) {
    Fields fields = request.fields();
    List<Long> given = fields.requiredIds("contact_ids");
    return fields.orRefuse(() -> given);
  }

  private static List<List<Long>> pieces(List<Long> ids) {
    List<Long> all = ids.stream().distinct().sorted().toList();
    var pieces = new ArrayList<List<Long>>();
    for (int from = 0; from < all.size(); from += PIECE) {
      pieces.add(all.subList(from, Math.min(from + PIECE, all.size())));
    }
    return pieces;
  }

  private Answer changed(
      Change change, List<List<Long>> pieces, Step step, IntFunction<Answer> answer) {
    int done = 0;
    for (List<Long> piece : pieces.subList(0, pieces.size() - 1)) {
      done +=
          Deadlocks.<Integer>retried(
              () -> db.inTenant(change.tenant(), tx -> step.take(tx, piece)));
    }
    int before = done;
    return Deadlocks.retried(
        () -> change.commit(tx -> answer.apply(before + step.take(tx, pieces.getLast()))));
  }

  private static Answer answer(long group, String counted, int count, String message) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("group_id", group);
    data.put(counted, count);
    return Answer.ok(data, message);
  }

  @FunctionalInterface
  private interface Step {
    /** Changes a piece, and says how many contacts it changed. */
    int take(TenantTx tx, List<Long> piece);
  }
}
