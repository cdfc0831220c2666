package rasl.tenant;

import java.util.Collection;
import java.util.List;
import rasl.db.TenantTx;

/** The SQL of members. */
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
}
