package rasl.otp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.SystemTx;
import rasl.db.TenantTx;

/** The SQL of the codes that count. */
final class OtpStore {
  static final Duration GUESS_DAY = Duration.ofDays(1);

  /** What a guess is compared with. */
  record Guess(long id, byte[] mac, int attempts, int maxAttempts, Instant createdAt) {}

  /**
   * The code that counts.
   *
   * @param budgetFreeAt when the daily budget of wrong guesses allows the next one; empty where it
   *     does now
   */
  record Current(
      Instant createdAt,
      Instant expiresAt,
      int attempts,
      int maxAttempts,
      Optional<Instant> budgetFreeAt) {

    boolean isExpired(Instant now) {
      return !now.isBefore(expiresAt);
    }

    boolean isUsedUp() {
      return attempts >= maxAttempts;
    }
  }

  long drawId(TenantTx tx) {
    return tx.first("select nextval('otp_id_seq') as id", row -> row.getLong("id")).orElseThrow();
  }

  /** Puts a new code in the place of the one before it; the wrong guesses of the day stay. */
  void put(TenantTx tx, CodeOwner owner, NewCode code, long id, byte[] mac) {
    tx.update(
        """
        insert into otp_code
          (tenant_id, phone, purpose, otp_id, code_mac, max_attempts, created_at, expires_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (tenant_id, phone, purpose) do update set
          otp_id = excluded.otp_id, code_mac = excluded.code_mac, attempts = 0,
          max_attempts = excluded.max_attempts, created_at = excluded.created_at,
          expires_at = excluded.expires_at
        """,
        tx.tenantId(),
        owner.line(),
        owner.purpose(),
        id,
        mac,
        code.maxAttempts(),
        code.createdAt(),
        code.expiresAt());
  }

  /**
   * Counts a guess, before anyone looks at it, as a wrong one: against the code's attempts and
   * against the day's budget of its phone and purpose, in one statement. Of guesses in parallel
   * each counts on what the one before it left.
   *
   * @return empty where there is no code, or none that may be guessed
   */
  Optional<Guess> takeGuess(TenantTx tx, CodeOwner owner, int budget, Instant now) {
    return tx.first(
        """
        update otp_code set attempts = attempts + 1,
          wrong_at = array(select guess from unnest(wrong_at) as guess
            where guess > ? and guess <= ?) || ?::timestamptz
        where tenant_id = ? and phone = ? and purpose = ?
          and otp_id is not null and expires_at > ? and attempts < max_attempts
          and (select count(*) from unnest(wrong_at) as guess
            where guess > ? and guess <= ?) < ?
        returning otp_id, code_mac, attempts, max_attempts, created_at
        """,
        row ->
            new Guess(
                row.getLong("otp_id"),
                row.getBytes("code_mac"),
                row.getInt("attempts"),
                row.getInt("max_attempts"),
                instant(row, "created_at")),
        now.minus(GUESS_DAY),
        now.plus(GUESS_DAY),
        now,
        tx.tenantId(),
        owner.line(),
        owner.purpose(),
        now,
        now.minus(GUESS_DAY),
        now.plus(GUESS_DAY),
        budget);
  }

  /** The code that counts, expired and used up ones included. */
  Optional<Current> current(TenantTx tx, CodeOwner owner, int budget, Instant now) {
    return tx.first(
        """
        select created_at, expires_at, attempts, max_attempts,
          (select guess from unnest(wrong_at) as guess where guess > ? and guess <= ?
           order by guess desc offset ? limit 1) as oldest_that_counts
        from otp_code
        where tenant_id = ? and phone = ? and purpose = ? and otp_id is not null
        """,
        row ->
            new Current(
                instant(row, "created_at"),
                instant(row, "expires_at"),
                row.getInt("attempts"),
                row.getInt("max_attempts"),
                Optional.ofNullable(maybe(row, "oldest_that_counts"))
                    .map(oldest -> oldest.plus(GUESS_DAY))),
        now.minus(GUESS_DAY),
        now.plus(GUESS_DAY),
        budget - 1,
        tx.tenantId(),
        owner.line(),
        owner.purpose());
  }

  /** Ends a code that was guessed right: the last guess was not a wrong one. */
  void endVerified(TenantTx tx, CodeOwner owner, long id) {
    tx.update(
        """
        update otp_code set otp_id = null, code_mac = null, wrong_at = trim_array(wrong_at, 1)
        where tenant_id = ? and phone = ? and purpose = ? and otp_id = ?
        """,
        tx.tenantId(),
        owner.line(),
        owner.purpose(),
        id);
  }

  /** Deletes a batch of what no longer counts, of all tenants, and says how many rows. */
  int deleteOld(SystemTx tx, Instant now, Instant sendsUntil, int most) {
    return tx.first(
            "select otp_delete_old(?, ?, ?) as deleted",
            row -> row.getInt("deleted"),
            now,
            sendsUntil,
            most)
        .orElse(0);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant maybe(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
