package rasl.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Sealer;
import rasl.db.SealedColumn;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/**
 * The SQL of idempotency keys (contract 1.5). A key is stored in the transaction that makes the
 * change; its answer in that one or in a later one. Answers are stored encrypted.
 */
public final class IdempotencyStore {
  /** How long a key stands for its first request. */
  public static final Duration KEPT = Duration.ofHours(24);

  private final Sealer sealer;

  /**
   * @param sealer encrypts the kept answers
   */
  public IdempotencyStore(Sealer sealer) {
    this.sealer = sealer;
  }

  /** What a key stands for. */
  record Stored(byte[] fingerprint, Optional<String> subject, Optional<KeptAnswer> answer) {}

  /** What stands under a key that has not expired. */
  Optional<Stored> find(TenantTx tx, String key, Instant now) {
    return tx.first(
        """
        select fingerprint, subject, answer_sealed
        from idempotency
        where tenant_id = ? and key = ? and created_at > ?
        """,
        row ->
            new Stored(
                row.getBytes("fingerprint"),
                Optional.ofNullable(row.getString("subject")),
                open(row.getBytes("answer_sealed"), tx.tenantId(), key)),
        tx.tenantId(),
        key,
        now.minus(KEPT));
  }

  /** Takes one key without a subject; false where another request has it. */
  boolean claim(TenantTx tx, IdempotencyClaim claim, Instant now) {
    return tx.update(
            """
            insert into idempotency (tenant_id, key, fingerprint, created_at)
            values (?, ?, ?, ?)
            on conflict (tenant_id, key) do update
            set fingerprint = excluded.fingerprint, subject = null, answer_sealed = null,
              created_at = excluded.created_at
            where idempotency.created_at <= ?
            """,
            tx.tenantId(),
            claim.key(),
            claim.fingerprint(),
            now,
            now.minus(KEPT))
        == 1;
  }

  /**
   * Takes many keys in one statement, for a room that commits many requests at once.
   *
   * @param subjects what each request changes, such as {@code message:42}; of the claims' order
   * @return for each claim whether it was taken; one that was not must undo its request's change
   *     and answer with {@link Change#answerOfTheFirst}
   */
  public List<Boolean> claimAll(
      TenantTx tx, List<IdempotencyClaim> claims, List<String> subjects, Instant now) {
    if (claims.isEmpty()) {
      return List.of();
    }
    Set<String> taken =
        new HashSet<>(
            tx.query(
                """
                insert into idempotency (tenant_id, key, fingerprint, subject, created_at)
                select distinct on (claim.key)
                  ?::bigint, claim.key, decode(claim.fingerprint, 'hex'), claim.subject, ?
                from unnest(?, ?, ?)
                  with ordinality as claim (key, fingerprint, subject, position)
                order by claim.key, claim.position
                on conflict (tenant_id, key) do update
                set fingerprint = excluded.fingerprint, subject = excluded.subject,
                  answer_sealed = null, created_at = excluded.created_at
                where idempotency.created_at <= ?
                returning key
                """,
                row -> row.getString("key"),
                tx.tenantId(),
                now,
                texts(claims.stream().map(IdempotencyClaim::key).toList()),
                texts(claims.stream().map(c -> hex(c.fingerprint())).toList()),
                texts(subjects),
                now.minus(KEPT)));
    // Of two with the same key the first one took it.
    return claims.stream().map(claim -> taken.remove(claim.key())).toList();
  }

  /** Gives a key back that this transaction took: its request changed nothing. */
  void release(TenantTx tx, String key) {
    tx.update("delete from idempotency where tenant_id = ? and key = ?", tx.tenantId(), key);
  }

  /** Keeps the answer of a request whose key was taken in this transaction or an earlier one. */
  public void keep(TenantTx tx, String key, KeptAnswer answer) {
    byte[] plain = answer.json().getBytes(StandardCharsets.UTF_8);
    tx.update(
        "update idempotency set answer_sealed = ? where tenant_id = ? and key = ?",
        sealer.seal(plain, context(tx.tenantId(), key)),
        tx.tenantId(),
        key);
  }

  /**
   * Deletes a batch of expired keys of all tenants.
   *
   * @return how many; fewer than {@code most} means that none is left
   */
  public int deleteExpired(SystemTx tx, Instant now, int most) {
    return tx.first(
            "select idempotency_delete_expired(?, ?)", row -> row.getInt(1), now.minus(KEPT), most)
        .orElse(0);
  }

  /** What is stored encrypted. */
  SealedColumn sealedColumn() {
    return new SealedColumn(
        "idempotency",
        List.of("tenant_id", "key"),
        "answer_sealed",
        sealer,
        key -> context(Long.parseLong(key.getFirst()), key.getLast()));
  }

  private Optional<KeptAnswer> open(byte @Nullable [] sealed, long tenant, String key) {
    return Optional.ofNullable(sealed)
        .flatMap(bytes -> sealer.open(bytes, context(tenant, key)))
        .map(plain -> new KeptAnswer(new String(plain, StandardCharsets.UTF_8)));
  }

  /** Binds an answer to its row, so that it cannot be read in another's place. */
  private static byte[] context(long tenant, String key) {
    return ("idempotency:" + tenant + ":" + key).getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String[] texts(List<String> texts) {
    return texts.toArray(String[]::new);
  }
}
