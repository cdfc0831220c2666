package rasl.tenant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.http.PlainText;
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
        MemberStore::member,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  /** Those with these names or email addresses, without regard to case. */
  public List<Member> named(TenantTx tx, Collection<String> names) {
    String[] lower = names.stream().map(PlainText::lower).toArray(String[]::new);
    return tx.query(
        """
        select id, name, email from member
        where tenant_id = ? and (lower(name) = any(?) or lower(email) = any(?))
        """,
        MemberStore::member,
        tx.tenantId(),
        lower,
        lower);
  }

  /** Those of the ids that exist. */
  public List<Member> findAll(TenantTx tx, Collection<Long> ids) {
    return tx.query(
        "select id, name, email from member where tenant_id = ? and id = any(?)",
        MemberStore::member,
        tx.tenantId(),
        ids.toArray(Long[]::new));
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(row.getLong("id"), row.getString("name"), row.getString("email"));
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
