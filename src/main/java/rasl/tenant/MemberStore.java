package rasl.tenant;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.http.Role;

/** The SQL of members, as far as other rooms need them. */
public final class MemberStore {

  /** Those of the ids that exist; none of them can be deleted until the transaction ends. */
  public List<Member> keepAll(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        """
        select id, name, email from member where tenant_id = ? and id = any(?)
        order by id for key share
        """,
        row -> new Member(row.getLong("id"), row.getString("name"), row.getString("email")),
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** The person as a member who is not suspended. */
  public Optional<MemberRole> findActive(TenantTx tx, long personId) {
    return tx.first(
        """
        select id, role from member
        where tenant_id = ? and person_id = ? and suspended_at is null
        """,
        row -> new MemberRole(row.getLong("id"), Role.parse(row.getString("role")).orElseThrow()),
        tx.tenantId(),
        personId);
  }
}
