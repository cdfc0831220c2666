package rasl.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/**
 * The SQL of turns: which node delivers to an endpoint, until when, and how far it has come. Leases
 * run in the database's clock. A number that each lease raises fences it: a node that lost its
 * lease changes nothing.
 */
final class TurnStore {
  /** How long a lease holds that nobody renews: longer than any attempt takes, twice. */
  static final Duration LEASE = Duration.ofSeconds(45);

  private final String node;

  /**
   * @param node names this process among all that work on the same database
   */
  TurnStore(String node) {
    this.node = node;
  }

  /** An endpoint that may have something to do. */
  record Due(TenantId tenant, long endpoint) {}

  /**
   * A lease.
   *
   * @param position how far deliveries have come; empty until it is known where they begin
   * @param failing since when nothing but failures came, where that is so
   * @param warnings how many times this was said
   */
  record Turn(Due of, long fence, OptionalLong position, Optional<Instant> failing, int warnings) {
    /** The same, further on. */
    Turn at(long now) {
      return new Turn(of, fence, OptionalLong.of(now), failing, warnings);
    }

    /** The same with other news of its failures. */
    Turn failing(Optional<Instant> since, int told) {
      return new Turn(of, fence, position, since, told);
    }
  }

  void insert(TenantTx tx, long endpoint, boolean enabled) {
    tx.update(
        """
        insert into webhook_turn (tenant_id, webhook_id, due_at)
        values (?, ?, case when ? then statement_timestamp() else 'infinity' end)
        """,
        tx.tenantId(),
        endpoint,
        enabled);
  }

  void delete(TenantTx tx, long endpoint) {
    tx.update(
        "delete from webhook_turn where tenant_id = ? and webhook_id = ?", tx.tenantId(), endpoint);
  }

  /** Lets an endpoint's deliveries begin now, or never; what is known of its failures is over. */
  void enable(TenantTx tx, long endpoint, boolean enabled) {
    tx.update(
        """
        update webhook_turn set failing_since = null, warnings = 0,
          due_at = case when ? then statement_timestamp() else 'infinity' end
        where tenant_id = ? and webhook_id = ?
        """,
        enabled,
        tx.tenantId(),
        endpoint);
  }

  /**
   * Lets an endpoint's deliveries begin now, unless they are switched off; a node that has the turn
   * does not give it back for long then.
   */
  void hurry(TenantTx tx, long endpoint) {
    tx.update(
        """
        update webhook_turn set due_at = statement_timestamp()
        where tenant_id = ? and webhook_id = ? and due_at > statement_timestamp()
          and due_at < 'infinity'
        """,
        tx.tenantId(),
        endpoint);
  }

  /**
   * Says that a tenant has news: all its endpoints that nobody delivers to are due. One that is
   * being changed at this moment is left out, and is told of when the change is made: nobody waits
   * here.
   *
   * @return how many are due that were not
   */
  int hurryAll(TenantTx tx) {
    return tx.update(
        """
        update webhook_turn set due_at = statement_timestamp()
        where tenant_id = ? and webhook_id in (
          select webhook_id from webhook_turn
          where tenant_id = ? and leased_until is null and due_at > statement_timestamp()
            and due_at < 'infinity'
          for update skip locked)
        """,
        tx.tenantId(),
        tx.tenantId());
  }

  /**
   * What may be taken now: those whose node died first. Nothing is locked.
   *
   * @param full tenants of which nothing more may begin
   */
  List<Due> due(SystemTx tx, Collection<TenantId> full, int most) {
    Long[] without = full.stream().map(TenantId::value).toArray(Long[]::new);
    return tx.query(
        """
        (select tenant_id, webhook_id from webhook_turn
         where leased_until is not null and leased_until < statement_timestamp()
           and tenant_id <> all(?)
         order by leased_until limit ?)
        union all
        (select tenant_id, webhook_id from webhook_turn
         where leased_until is null and due_at <= statement_timestamp()
           and tenant_id <> all(?)
         order by due_at limit ?)
        """,
        row -> new Due(new TenantId(row.getLong("tenant_id")), row.getLong("webhook_id")),
        without,
        most,
        without,
        most);
  }

  /** All tenants that have endpoints. */
  List<TenantId> tenants(SystemTx tx) {
    return tx.query(
        "select distinct tenant_id from webhook_turn",
        row -> new TenantId(row.getLong("tenant_id")));
  }

  /** Takes a lease; empty where another node was quicker, or the row is being changed. */
  Optional<Turn> take(TenantTx tx, Due due) {
    return tx.first(
        """
        update webhook_turn set node = ?, fence = fence + 1,
          due_at = case when due_at = 'infinity' then due_at
            else statement_timestamp() + interval '1 day' end,
          leased_until = statement_timestamp() + ? * interval '1 millisecond'
        where tenant_id = ? and webhook_id in (
          select webhook_id from webhook_turn
          where tenant_id = ? and webhook_id = ?
            and (leased_until < statement_timestamp()
              or leased_until is null and due_at <= statement_timestamp())
          for update skip locked)
        returning fence, position, failing_since, warnings
        """,
        row ->
            new Turn(
                due,
                row.getLong("fence"),
                optional(row, "position"),
                Optional.ofNullable(row.getObject("failing_since", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant),
                row.getInt("warnings")),
        node,
        LEASE.toMillis(),
        tx.tenantId(),
        tx.tenantId(),
        due.endpoint());
  }

  /** Holds a lease for its whole length from now; false where it was lost. */
  boolean renew(TenantTx tx, Turn turn) {
    return tx.update(
            """
            update webhook_turn set
              leased_until = statement_timestamp() + ? * interval '1 millisecond'
            where tenant_id = ? and webhook_id = ? and fence = ? and leased_until is not null
            """,
            LEASE.toMillis(),
            tx.tenantId(),
            turn.of().endpoint(),
            turn.fence())
        == 1;
  }

  /**
   * Notes how far deliveries have come. Of an endpoint that was switched off or on since the turn
   * was read, what the turn knows of failures is over.
   *
   * @param before the turn as it was noted last
   * @return the turn as it is noted now; empty where the lease was lost, and nothing else of the
   *     transaction may stay then
   */
  Optional<Turn> advance(TenantTx tx, Turn before, Turn turn) {
    return tx.first(
            """
            update webhook_turn set position = ?,
              failing_since = case when due_at < 'infinity' and (failing_since is not null or ?)
                then ?::timestamptz end,
              warnings = case when due_at < 'infinity' and (failing_since is not null or ?)
                then ? else 0 end
            where tenant_id = ? and webhook_id = ? and fence = ? and leased_until is not null
            returning failing_since is not null as failing
            """,
            row -> row.getBoolean("failing"),
            turn.position().isPresent() ? turn.position().getAsLong() : null,
            before.failing().isEmpty(),
            turn.failing().orElse(null),
            before.failing().isEmpty(),
            turn.warnings(),
            tx.tenantId(),
            turn.of().endpoint(),
            turn.fence())
        .map(failing -> failing ? turn : turn.failing(Optional.empty(), 0));
  }

  /**
   * Gives a lease back.
   *
   * @param pause after which there is something to do again; of an endpoint that was switched off
   *     meanwhile it counts for nothing
   */
  void giveBack(TenantTx tx, Turn turn, Duration pause) {
    tx.update(
        """
        update webhook_turn set leased_until = null, node = null,
          due_at = case when due_at = 'infinity' then due_at
            else least(due_at, statement_timestamp() + ? * interval '1 millisecond') end
        where tenant_id = ? and webhook_id = ? and fence = ? and leased_until is not null
        """,
        pause.toMillis(),
        tx.tenantId(),
        turn.of().endpoint(),
        turn.fence());
  }

  private static OptionalLong optional(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
