package rasl.whatsapp.receive;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.db.TenantTx;
import rasl.json.Json;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.node.ObjectNode;

/** The SQL of the inbox: changes as WhatsApp sent them, until they are applied. */
public final class InboxStore {

  private static final Backlog.Size MOST_PUT_OFF = new Backlog.Size(1_000, 16L << 20);

  /**
   * A change that waits.
   *
   * @param toldAt in WhatsApp's clock where it says so; else when it came
   * @param failures how often it was looked at in vain
   */
  public record Waiting(long id, String field, Instant toldAt, int failures, String value) {}

  private static final String INSERT_ALL =
      """
      with input as materialized (
        select nextval('whatsapp_inbox_id_seq') as id, phone_number_id, field, told_at, value,
          place
        from unnest(?, ?, ?, ?) with ordinality
          as input (phone_number_id, field, told_at, value, place)),
      kept as (
        insert into whatsapp_inbox (tenant_id, id, phone_number_id, field, told_at, value,
          received_at)
        select ?, id, phone_number_id, field, told_at, value, ? from input)
      insert into whatsapp_inbox_customer (tenant_id, inbox_id, name)
      select ?, input.id, writer.name
      from unnest(?, ?) as writer (place, name) join input on input.place = writer.place
      """;

  void insertAll(TenantTx tx, List<Change> changes, Instant now) {
    var places = new ArrayList<Integer>();
    var names = new ArrayList<String>();
    for (int place = 1; place <= changes.size(); place++) {
      for (String name : changes.get(place - 1).writers()) {
        places.add(place);
        names.add(name);
      }
    }
    tx.update(
        INSERT_ALL,
        changes.stream().map(Change::phoneNumberId).toArray(String[]::new),
        changes.stream().map(Change::field).toArray(String[]::new),
        changes.stream().map(Change::toldAt).toArray(Instant[]::new),
        changes.stream().map(Change::value).toArray(String[]::new),
        tx.tenantId(),
        now,
        tx.tenantId(),
        places.toArray(Integer[]::new),
        names.toArray(String[]::new));
  }

  /** Puts statuses in once more, to be looked at after a delay. */
  public void putLater(
      TenantTx tx, List<WhatsAppUpdate.Status> statuses, int failures, Duration delay) {
    ObjectNode value = Json.mapper().createObjectNode();
    statuses.forEach(status -> value.withArray("statuses").add(status.raw()));
    tx.update(
        """
        insert into whatsapp_inbox (tenant_id, field, value, received_at, not_before, failures)
        values (?, 'messages', ?, clock_timestamp(),
          clock_timestamp() + ? * interval '1 millisecond', ?)
        """,
        tx.tenantId(),
        ForeignText.json(value),
        delay.toMillis(),
        failures);
  }

  /** Notes that a change could not be applied; it is looked at again after a delay. */
  public void failed(TenantTx tx, long id, Duration delay) {
    tx.update(
        """
        update whatsapp_inbox set failures = failures + 1,
          not_before = clock_timestamp() + ? * interval '1 millisecond'
        where tenant_id = ? and id = ?
        """,
        delay.toMillis(),
        tx.tenantId(),
        id);
  }

  /** How often a change was looked at in vain. */
  public int failures(TenantTx tx, long id) {
    return tx.first(
            "select failures from whatsapp_inbox where tenant_id = ? and id = ?",
            row -> row.getInt("failures"),
            tx.tenantId(),
            id)
        .orElse(0);
  }

  /** The ids of the oldest changes that are due. */
  public List<Long> due(TenantTx tx, int limit) {
    return tx.query(
        """
        select id from whatsapp_inbox
        where tenant_id = ? and (not_before is null or not_before <= clock_timestamp())
        order by id limit ?
        """,
        row -> row.getLong("id"),
        tx.tenantId(),
        limit);
  }

  /** How long until the next change that was put off is due; empty where there is none. */
  public Optional<Duration> untilNext(TenantTx tx) {
    return tx.first(
            """
            select extract(epoch from min(not_before) - clock_timestamp()) * 1000 as millis
            from whatsapp_inbox where tenant_id = ? and not_before is not null
            """,
            row -> Optional.ofNullable(row.getObject("millis", BigDecimal.class)),
            tx.tenantId())
        .flatMap(millis -> millis)
        .map(millis -> Duration.ofMillis(Math.max(0, millis.longValue())));
  }

  /** Takes the oldest due changes out; whoever else takes some at the same time gets others. */
  public List<Waiting> take(TenantTx tx, int limit) {
    return inOrder(
        tx.query(
            """
            with oldest as (
              select id from whatsapp_inbox
              where tenant_id = ? and (not_before is null or not_before <= clock_timestamp())
              order by id limit ? for update skip locked)
            delete from whatsapp_inbox using oldest
            where whatsapp_inbox.tenant_id = ? and whatsapp_inbox.id = oldest.id
            returning whatsapp_inbox.id, field, coalesce(told_at, received_at) as told_at,
              failures, value
            """,
            InboxStore::waiting,
            tx.tenantId(),
            limit,
            tx.tenantId()));
  }

  /** Takes one change out, unless somebody else has. */
  public List<Waiting> takeOne(TenantTx tx, long id) {
    return tx.query(
        """
        delete from whatsapp_inbox where tenant_id = ? and id = ?
        returning id, field, coalesce(told_at, received_at) as told_at, failures, value
        """,
        InboxStore::waiting,
        tx.tenantId(),
        id);
  }

  /** In the order of their arrival, which "returning" does not keep. */
  private static List<Waiting> inOrder(List<Waiting> taken) {
    return taken.stream().sorted(Comparator.comparingLong(Waiting::id)).toList();
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getLong("id"),
        row.getString("field"),
        row.getObject("told_at", OffsetDateTime.class).toInstant(),
        row.getInt("failures"),
        row.getString("value"));
  }

  /** Whether changes wait that came before this time: what they tell is not known yet. */
  public boolean isBehind(TenantTx tx, Instant time) {
    return tx.first(
            """
            select received_at from whatsapp_inbox
            where tenant_id = ? and not_before is null order by id limit 1
            """,
            row -> row.getObject("received_at", OffsetDateTime.class).toInstant(),
            tx.tenantId())
        .filter(oldest -> oldest.isBefore(time))
        .isPresent();
  }

  /** How much of a tenant waits, as it lies on the disk. */
  Backlog.Size size(TenantTx tx) {
    return tx.first(
            """
            select count(*) as changes, coalesce(sum(pg_column_size(value)), 0) as bytes
            from whatsapp_inbox where tenant_id = ?
            """,
            row -> new Backlog.Size(row.getLong("changes"), row.getLong("bytes")),
            tx.tenantId())
        .orElseThrow();
  }

  /**
   * Whether so much was put off already that no more should be. What is put off is mostly about
   * messages that are not ours, and waits for minutes.
   */
  public boolean hasPutOffEnough(TenantTx tx) {
    return tx.first(
            """
            select count(*) as changes, coalesce(sum(pg_column_size(value)), 0) as bytes
            from (
              select value from whatsapp_inbox
              where tenant_id = ? and not_before is not null limit ?) as put_off
            """,
            row -> new Backlog.Size(row.getLong("changes"), row.getLong("bytes")),
            tx.tenantId(),
            MOST_PUT_OFF.changes() + 1)
        .filter(size -> !size.fitsInto(MOST_PUT_OFF))
        .isPresent();
  }

  /**
   * Which of these customers may have written what was not read yet.
   *
   * @param names everything by which WhatsApp may name them, by whatever the caller calls them
   */
  public Set<String> unread(TenantTx tx, Map<String, Set<String>> names) {
    var customers = new ArrayList<String>();
    var all = new ArrayList<String>();
    names.forEach(
        (customer, theirs) ->
            theirs.forEach(
                name -> {
                  customers.add(customer);
                  all.add(name);
                }));
    return Set.copyOf(
        tx.query(
            """
            select distinct customer from unnest(?, ?) as input (customer, name)
            where exists (
                select 1 from whatsapp_inbox_customer as unread
                where unread.tenant_id = ? and unread.name = input.name)
              or exists (
                select 1 from whatsapp_inbox_customer as unread
                where unread.tenant_id = ? and unread.name = ?)
            """,
            row -> row.getString("customer"),
            customers.toArray(String[]::new),
            all.toArray(String[]::new),
            tx.tenantId(),
            tx.tenantId(),
            Writers.ANYBODY));
  }
}
