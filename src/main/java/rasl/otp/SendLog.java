package rasl.otp;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of what became of each code that was made. */
final class SendLog {
  /** Beginning of the numbers of our advisory locks; a tenant's own number is added. */
  private static final long HOUR_LOCK = 0x4F54504853L << 20;

  /**
   * A code that was made.
   *
   * @param country ISO 3166; null where the phone has none
   */
  record Entry(
      long id,
      CodeOwner owner,
      @Nullable String country,
      long messageId,
      String templateName,
      String language) {}

  /** What an answer says of a code. */
  record Facts(String templateName, String language, Instant createdAt, Instant expiresAt) {
    /** How long the code is valid in all. */
    Duration life() {
      return Duration.between(createdAt, expiresAt);
    }
  }

  void insert(TenantTx tx, Entry entry, NewCode code) {
    tx.update(
        """
        insert into otp_send (tenant_id, id, phone, purpose, country, template_name, language,
          message_id, created_at, expires_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.tenantId(),
        entry.id(),
        entry.owner().line(),
        entry.owner().purpose(),
        entry.country(),
        entry.templateName(),
        entry.language(),
        entry.messageId(),
        code.createdAt(),
        code.expiresAt());
  }

  /** The code that a message carries. */
  Optional<Facts> find(TenantTx tx, long message) {
    return tx.first(
        """
        select template_name, language, created_at, expires_at from otp_send
        where tenant_id = ? and message_id = ?
        """,
        row ->
            new Facts(
                row.getString("template_name"),
                row.getString("language"),
                OtpStore.instant(row, "created_at"),
                OtpStore.instant(row, "expires_at")),
        tx.tenantId(),
        message);
  }

  /** The shortest life of the codes that each template carried since a time. */
  List<Facts> shortestLives(TenantTx tx, Instant since) {
    return tx.query(
        """
        select template_name, language, ?::timestamptz as created_at,
          ?::timestamptz + min(expires_at - created_at) as expires_at
        from otp_send where tenant_id = ? and created_at > ?
        group by template_name, language
        """,
        row ->
            new Facts(
                row.getString("template_name"),
                row.getString("language"),
                OtpStore.instant(row, "created_at"),
                OtpStore.instant(row, "expires_at")),
        since,
        since,
        tx.tenantId(),
        since);
  }

  /** Notes that a code was guessed right, and gives its country. */
  Optional<String> verified(TenantTx tx, long id, Instant now) {
    return tx.first(
            """
            update otp_send set verified_at = ? where tenant_id = ? and id = ?
            returning coalesce(country, '') as country
            """,
            row -> row.getString("country"),
            now,
            tx.tenantId(),
            id)
        .filter(country -> !country.isEmpty());
  }

  /** Notes that WhatsApp took messages. */
  void sent(TenantTx tx, Collection<Long> messages, Instant at) {
    note(tx, "sent_at = coalesce(sent_at, ?), failed_at = null", messages, at);
  }

  /** Notes that messages reached their phones. */
  void delivered(TenantTx tx, Collection<Long> messages, Instant at) {
    note(tx, "delivered_at = coalesce(delivered_at, ?), failed_at = null", messages, at);
  }

  /** Notes that messages will not arrive. */
  void failed(TenantTx tx, Collection<Long> messages, Instant at) {
    note(tx, "failed_at = coalesce(failed_at, ?)", messages, at);
  }

  private static void note(TenantTx tx, String what, Collection<Long> messages, Instant at) {
    tx.update(
        "update otp_send set " + what + " where tenant_id = ? and message_id = any(?)",
        at,
        tx.tenantId(),
        messages.toArray(Long[]::new));
  }

  /** Ends the codes that these messages carry, where they still count. */
  void endCodes(TenantTx tx, Collection<Long> messages) {
    tx.update(
        """
        update otp_code set otp_id = null, code_mac = null
        from otp_send
        where otp_send.tenant_id = ? and otp_send.message_id = any(?)
          and otp_code.tenant_id = ? and otp_code.phone = otp_send.phone
          and otp_code.purpose = otp_send.purpose and otp_code.otp_id = otp_send.id
        """,
        tx.tenantId(),
        messages.toArray(Long[]::new),
        tx.tenantId());
  }

  /**
   * When the tenant may send its next code, where it may make only so many an hour; empty where it
   * may now. Whoever asks counts alone until its transaction ends.
   */
  Optional<Instant> hourIsFull(TenantTx tx, int most, Instant hourAgo) {
    tx.query(
        "select 1 as one from pg_advisory_xact_lock(?)",
        row -> row.getInt("one"),
        HOUR_LOCK + tx.tenantId());
    List<Instant> oldest =
        tx.query(
            """
            select created_at from otp_send where tenant_id = ? and created_at > ?
            order by created_at desc offset ? limit 1
            """,
            row -> OtpStore.instant(row, "created_at"),
            tx.tenantId(),
            hourAgo,
            most - 1);
    return oldest.stream().findFirst();
  }
}
