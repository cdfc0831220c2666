package rasl.whatsapp.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL of the buckets that all nodes share. They run in the database's clock. */
public final class PaceStore {

  /**
   * What a bucket gave.
   *
   * @param pause until it has another token
   */
  record Granted(int tokens, Duration pause) {}

  /** Takes up to {@code wanted} tokens of a number's bucket. */
  Granted takeOfNumber(SystemTx tx, String phoneNumberId, int wanted, Pace pace) {
    return tx.first(
            "select granted, wait_ms from whatsapp_take_of_number(?, ?, ?, ?, ?)",
            row -> granted(row.getInt("granted"), row.getDouble("wait_ms")),
            phoneNumberId,
            wanted,
            pace.eachMillis(),
            pace.burstMillis(),
            Pace.LONGEST_PAUSE.toMillis())
        .orElseThrow();
  }

  /**
   * Wants tokens for a customer.
   *
   * @param owed what was sent already and the shared bucket does not know of
   */
  record Wanted(String phone, int owed, int tokens) {}

  /** Takes tokens of customers' buckets. */
  Map<String, Granted> takeOfPairs(
      TenantTx tx, String phoneNumberId, List<Wanted> wanted, Pace pace) {
    return tx
        .query(
            """
            select customer, granted, wait_ms from whatsapp_take_of_pairs(?, ?, ?, ?, ?, ?, ?, ?)
            """,
            row ->
                Map.entry(
                    row.getString("customer"),
                    granted(row.getInt("granted"), row.getDouble("wait_ms"))),
            tx.tenantId(),
            phoneNumberId,
            wanted.stream().map(Wanted::phone).toArray(String[]::new),
            wanted.stream().map(Wanted::owed).toArray(Integer[]::new),
            wanted.stream().map(Wanted::tokens).toArray(Integer[]::new),
            pace.eachMillis(),
            pace.burstMillis(),
            Pace.LONGEST_PAUSE.toMillis())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
  }

  private static Granted granted(int tokens, double waitMillis) {
    return new Granted(tokens, Duration.ofMillis((long) Math.ceil(waitMillis)));
  }

  /** Counts messages that came in to numbers that have sent of late. */
  void spend(SystemTx tx, Map<String, Integer> heard) {
    tx.update(
        """
        with heard as (
          select n.phone_number_id, input.messages
          from unnest(?, ?) as input (phone_number_id, messages)
          join whatsapp_number_pace n on n.phone_number_id = input.phone_number_id
          order by n.phone_number_id for update of n)
        update whatsapp_number_pace n
        set full_at = greatest(full_at, statement_timestamp())
          + least(heard.messages * each_ms, 2000) * interval '1 millisecond'
        from heard where n.phone_number_id = heard.phone_number_id
        """,
        heard.keySet().toArray(String[]::new),
        heard.values().toArray(Integer[]::new));
  }

  /**
   * Empties a number's bucket, so that nothing leaves for a while, at most {@link
   * Pace#LONGEST_PAUSE}.
   */
  void holdNumber(SystemTx tx, String phoneNumberId, Duration pause, Pace pace) {
    tx.update(
        """
        insert into whatsapp_number_pace (phone_number_id, each_ms, full_at)
        values (?, ?, statement_timestamp() + ? * interval '1 millisecond')
        on conflict (phone_number_id) do update
        set full_at = case
          when whatsapp_number_pace.full_at > statement_timestamp() + ? * interval '1 millisecond'
          then excluded.full_at
          else greatest(whatsapp_number_pace.full_at, excluded.full_at) end
        """,
        phoneNumberId,
        pace.eachMillis(),
        pace.burstMillis() - pace.eachMillis() + pause.toMillis(),
        pace.burstMillis() + Pace.LONGEST_PAUSE.toMillis());
  }

  /** Notes why a number's bucket was emptied: its messages were blocked or reported. */
  void noteSpam(SystemTx tx, String phoneNumberId, Duration pause) {
    tx.update(
        """
        update whatsapp_number_pace
        set spam_until = statement_timestamp() + ? * interval '1 millisecond'
        where phone_number_id = ?
        """,
        pause.toMillis(),
        phoneNumberId);
  }

  /** Until when a number sends nothing for that; empty where it sends. */
  public Optional<Instant> spamUntil(TenantTx tx, String phoneNumberId) {
    return tx.first(
        """
        select spam_until from whatsapp_number_pace
        where phone_number_id = ? and spam_until > statement_timestamp()
        """,
        row -> row.getObject("spam_until", OffsetDateTime.class).toInstant(),
        phoneNumberId);
  }

  /**
   * Empties a customer's bucket, so that nothing goes to them for a while, at most {@link
   * Pace#LONGEST_PAUSE}.
   */
  void holdPair(TenantTx tx, String phoneNumberId, String phone, Duration pause, Pace pace) {
    tx.update(
        """
        insert into whatsapp_pair_pace (tenant_id, phone_number_id, phone, full_at)
        values (?, ?, ?, statement_timestamp() + ? * interval '1 millisecond')
        on conflict (tenant_id, phone_number_id, phone) do update
        set full_at = case
          when whatsapp_pair_pace.full_at > statement_timestamp() + ? * interval '1 millisecond'
          then excluded.full_at
          else greatest(whatsapp_pair_pace.full_at, excluded.full_at) end
        """,
        tx.tenantId(),
        phoneNumberId,
        phone,
        pace.burstMillis() - pace.eachMillis() + pause.toMillis(),
        pace.burstMillis() + Pace.LONGEST_PAUSE.toMillis());
  }

  /** Forgets customers' buckets that are full again: they say nothing any more. */
  void forgetFullPairs(TenantTx tx) {
    tx.update(
        """
        delete from whatsapp_pair_pace
        where tenant_id = ? and full_at < statement_timestamp() - interval '1 minute'
        """,
        tx.tenantId());
  }
}
