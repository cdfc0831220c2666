package rasl.member;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import rasl.db.TenantTx;
import rasl.http.Role;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.people.People;

/** The SQL of a tenant's members. */
final class TeamStore {
  static final ListSpec SPEC =
      new ListSpec(
          "member",
          "id",
          List.of(
              ListField.text("name", "name").sortable().filterable().searchable().notNull(),
              ListField.text("email", "email").sortable().filterable().searchable().notNull(),
              ListField.oneOf("role", "role", Arrays.stream(Role.values()).map(Role::text).toList())
                  .filterable()
                  .notNull(),
              ListField.bool("is_suspended", "(suspended_at is not null)").filterable().notNull(),
              ListField.time("created_at", "created_at").sortable().filterable().notNull(),
              ListField.time("updated_at", "updated_at").sortable().filterable().notNull()),
          List.of("name", "email", "role", "is_suspended", "created_at", "updated_at"));

  private static final String COLUMNS =
      "id, person_id, name, email, role, suspended_at, created_at, updated_at";

  ListPage<TeamMember> list(TenantTx tx, Lists lists, ListQuery query) {
    return lists.read(tx, query, COLUMNS, "member", TeamStore::read);
  }

  Optional<TeamMember> find(TenantTx tx, long id) {
    return tx.first(
        "select %s from member where tenant_id = ? and id = ?".formatted(COLUMNS),
        TeamStore::read,
        tx.tenantId(),
        id);
  }

  Optional<TeamMember> findPerson(TenantTx tx, long person) {
    return tx.first(
        "select %s from member where tenant_id = ? and person_id = ?".formatted(COLUMNS),
        TeamStore::read,
        tx.tenantId(),
        person);
  }

  /** The member, to whom nothing can be assigned until the transaction ends. */
  Optional<TeamMember> lock(TenantTx tx, long id) {
    return tx.first(
        "select %s from member where tenant_id = ? and id = ? for update".formatted(COLUMNS),
        TeamStore::read,
        tx.tenantId(),
        id);
  }

  /** How many owners can sign in. */
  long actingOwners(TenantTx tx) {
    return tx.first(
            """
            select count(*) as owners from member
            where tenant_id = ? and role = 'owner' and suspended_at is null
              and person_id is not null
            """,
            row -> row.getLong("owners"),
            tx.tenantId())
        .orElseThrow();
  }

  /** How many there are, suspended ones too: each has a seat. */
  long count(TenantTx tx) {
    return tx.first(
            "select count(*) as members from member where tenant_id = ?",
            row -> row.getLong("members"),
            tx.tenantId())
        .orElseThrow();
  }

  TeamMember insert(TenantTx tx, People.Identity person, Role role, Instant now) {
    return tx.first(
            """
            insert into member (tenant_id, person_id, name, email, role, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?)
            returning %s
            """
                .formatted(COLUMNS),
            TeamStore::read,
            tx.tenantId(),
            person.id(),
            person.name(),
            person.email(),
            role.text(),
            now,
            now)
        .orElseThrow();
  }

  void update(TenantTx tx, TeamMember member) {
    tx.update(
        """
        update member set role = ?, suspended_at = ?, updated_at = ?
        where tenant_id = ? and id = ?
        """,
        member.role().text(),
        member.suspendedAt().orElse(null),
        member.updatedAt(),
        tx.tenantId(),
        member.id());
  }

  void delete(TenantTx tx, long id) {
    tx.update("delete from member where tenant_id = ? and id = ?", tx.tenantId(), id);
  }

  private static TeamMember read(ResultSet row) throws SQLException {
    return new TeamMember(
        row.getLong("id"),
        row.getObject("person_id", Long.class),
        row.getString("name"),
        row.getString("email"),
        Role.parse(row.getString("role")).orElseThrow(),
        Optional.ofNullable(row.getObject("suspended_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
