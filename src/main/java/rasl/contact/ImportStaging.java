package rasl.contact;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;

/**
 * The SQL of judged rows that wait until all rows of their import are judged. Each statement is
 * about a few thousand of them, so that none takes long.
 */
final class ImportStaging {
  /** How many rows one statement is about. */
  private static final int AT_ONCE = 5000;

  /** What all of the events are like. */
  private static final Event LIKE = Event.happened("contact.created", "contact", 0);

  private static final String STAGED =
      """
      insert into contact_import_staged (tenant_id, import_id, line, group_ids, event_id,
        event_body, %1$s)
      select ?, ?, line, group_ids, event_id, event_body, %1$s
      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        as input (line, group_ids, event_id, event_body, %1$s)
      """
          .formatted(ContactWrites.COLUMNS);

  private static final String STORED =
      """
      insert into contact (tenant_id, %1$s)
      select tenant_id, %1$s from contact_import_staged
      where tenant_id = ? and import_id = ? and line > ? and line <= ?
      order by phone_key
      """
          .formatted(ContactWrites.COLUMNS);

  /** Adds judged rows; their events are made ready. */
  void add(TenantTx tx, long id, List<Long> lines, List<Contact> contacts, EventLog.Ready events) {
    if (contacts.isEmpty()) {
      return;
    }
    var parameters = new ArrayList<@Nullable Object>(List.of(tx.tenantId(), id));
    parameters.add(lines.toArray(Long[]::new));
    parameters.add(contacts.stream().map(ImportStaging::groups).toArray(String[]::new));
    parameters.add(events.publicIds());
    parameters.add(events.bodies());
    parameters.addAll(ContactWrites.columns(contacts));
    tx.update(STAGED, parameters.toArray());
  }

  private static String groups(Contact contact) {
    return contact.groupId().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Which phones and emails, by their keys, wait already. */
  ContactWrites.Taken taken(TenantTx tx, long id, Set<String> phones, Set<String> emails) {
    return new ContactWrites.Taken(
        keys(tx, id, "phone_key", phones), keys(tx, id, "email_key", emails));
  }

  private static Set<String> keys(TenantTx tx, long id, String column, Set<String> wanted) {
    return wanted.isEmpty()
        ? Set.of()
        : new HashSet<>(
            tx.query(
                """
                select %1$s as key from contact_import_staged
                where tenant_id = ? and import_id = ? and %1$s = any(?)
                """
                    .formatted(column),
                row -> row.getString("key"),
                tx.tenantId(),
                id,
                wanted.toArray(String[]::new)));
  }

  /** The last line of the next rows behind a line; empty where none is left. */
  Optional<Long> next(TenantTx tx, long id, long after) {
    return tx.first(
            """
            select max(line) as last from (
              select line from contact_import_staged
              where tenant_id = ? and import_id = ? and line > ?
              order by line limit ?) as next
            """,
            row -> Optional.ofNullable(row.getObject("last", Long.class)),
            tx.tenantId(),
            id,
            after,
            AT_ONCE)
        .flatMap(last -> last);
  }

  /** Of rows the lines whose phone, or whose email, a contact has by now. */
  record Conflicts(Set<Long> phones, Set<Long> emails) {}

  Conflicts conflicts(TenantTx tx, long id, long after, long upTo) {
    return new Conflicts(
        conflicts(tx, id, after, upTo, List.of("phone_key", "wa_id"), "phone_key"),
        conflicts(tx, id, after, upTo, List.of("email_key"), "email_key"));
  }

  private static Set<Long> conflicts(
      TenantTx tx, long id, long after, long upTo, List<String> columns, String key) {
    return columns.stream()
        .flatMap(column -> conflicts(tx, id, after, upTo, column, key))
        .collect(Collectors.toSet());
  }

  private static Stream<Long> conflicts(
      TenantTx tx, long id, long after, long upTo, String column, String key) {
    return tx
        .query(
            """
            select staged.line from contact_import_staged staged
            join contact on contact.tenant_id = ? and contact.%s = staged.%s
            where staged.tenant_id = ? and staged.import_id = ?
              and staged.line > ? and staged.line <= ?
            """
                .formatted(column, key),
            row -> row.getLong("line"),
            tx.tenantId(),
            tx.tenantId(),
            id,
            after,
            upTo)
        .stream();
  }

  /** Takes rows out again. */
  int delete(TenantTx tx, long id, Set<Long> lines) {
    return tx.update(
        """
        delete from contact_import_staged
        where tenant_id = ? and import_id = ? and line = any(?)
        """,
        tx.tenantId(),
        id,
        lines.toArray(Long[]::new));
  }

  /** Deletes some of an import's rows; false where none was left. */
  boolean deleteSome(TenantTx tx, long id) {
    Optional<Long> upTo = next(tx, id, 0);
    upTo.ifPresent(
        last ->
            tx.update(
                """
                delete from contact_import_staged
                where tenant_id = ? and import_id = ? and line <= ?
                """,
                tx.tenantId(),
                id,
                last));
    return upTo.isPresent();
  }

  /** The lines behind the first so many, in order. */
  List<Long> linesBehind(TenantTx tx, long id, long first) {
    return tx.query(
        """
        select line from contact_import_staged
        where tenant_id = ? and import_id = ? order by line offset ?
        """,
        row -> row.getLong("line"),
        tx.tenantId(),
        id,
        first);
  }

  /** What the rows point to. */
  References.Wanted wanted(TenantTx tx, long id) {
    Map<String, Set<Long>> wanted =
        Stream.of("source_id", "status_id", "assigned_id")
            .collect(Collectors.toMap(column -> column, column -> pointed(tx, id, column)));
    return new References.Wanted(
        wanted.getOrDefault("source_id", Set.of()),
        wanted.getOrDefault("status_id", Set.of()),
        groups(tx, id),
        wanted.getOrDefault("assigned_id", Set.of()));
  }

  private static Set<Long> pointed(TenantTx tx, long id, String column) {
    return Set.copyOf(
        tx.query(
            """
            select distinct %1$s as pointed from contact_import_staged
            where tenant_id = ? and import_id = ? and %1$s is not null
            """
                .formatted(column),
            row -> row.getLong("pointed"),
            tx.tenantId(),
            id));
  }

  private static Set<Long> groups(TenantTx tx, long id) {
    return tx
        .query(
            """
            select distinct group_ids from contact_import_staged
            where tenant_id = ? and import_id = ? and group_ids <> ''
            """,
            row -> row.getString("group_ids"),
            tx.tenantId(),
            id)
        .stream()
        .flatMap(ids -> Stream.of(ids.split(",", -1)))
        .map(Long::valueOf)
        .collect(Collectors.toSet());
  }

  /** Makes contacts of rows, with their groups and events. */
  int store(TenantTx tx, EventLog events, ContactImport one, long after, long upTo) {
    Object[] rows = {tx.tenantId(), one.id(), after, upTo};
    int made = tx.update(STORED, rows);
    ContactTally.made(tx, made);
    tx.update(
        """
        insert into contact_group_member (tenant_id, group_id, contact_id)
        select tenant_id, group_id::bigint, id
        from contact_import_staged
        cross join lateral unnest(string_to_array(group_ids, ',')) as group_id
        where tenant_id = ? and import_id = ? and line > ? and line <= ?
          and group_ids <> ''
        """,
        rows);
    events.recordWaiting(
        tx,
        LIKE,
        one.requestId().orElse(""),
        """
        select event_id as public_id, id as resource_id, event_body as body
        from contact_import_staged
        where tenant_id = ? and import_id = ? and line > ? and line <= ?
        """,
        rows);
    return made;
  }
}
