package rasl.otp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.db.TenantTx;

/** The SQL of how many codes are verified, by country. */
final class ConversionStore {

  /** Codes of a country. */
  record Share(String country, int sent, int verified) {}

  /** The tenants that made codes since a time. */
  List<TenantId> tenantsSince(SystemTx tx, Instant since) {
    return tx.query(
        "select id from otp_tenants_since(?) as id", row -> new TenantId(row.getLong("id")), since);
  }

  /**
   * Countries whose share of verified codes is too small. What was counted when a country was last
   * suspected is not counted again.
   *
   * @param sample codes that it takes at least
   */
  List<Share> tooSmall(TenantTx tx, Instant from, Instant to, int sample, int percent) {
    return tx.query(
        """
        select otp_send.country, count(*)::int as sent, count(verified_at)::int as verified
        from otp_send
        left join otp_country on otp_country.tenant_id = ?
          and otp_country.country = otp_send.country
        where otp_send.tenant_id = ? and created_at > ? and created_at <= ?
          and failed_at is null and otp_send.country is not null
          and (suspected_at is null or created_at > suspected_at - ? * interval '1 second')
        group by otp_send.country
        having count(*) >= ? and count(verified_at) * 100 < ? * count(*)
        """,
        row -> new Share(row.getString("country"), row.getInt("sent"), row.getInt("verified")),
        tx.tenantId(),
        tx.tenantId(),
        from,
        to,
        Conversion.TYPING.toSeconds(),
        sample,
        percent);
  }

  /**
   * Notes a suspicion, and gives its id.
   *
   * @param hourAgo a suspicion since then is not raised anew, by this node or another
   */
  Optional<Long> raise(
      TenantTx tx, Share share, Instant now, Instant hourAgo, Optional<Instant> stoppedUntil) {
    return tx.first(
        """
        insert into otp_country as known
          (tenant_id, country, sent, verified, suspected_at, stopped_until)
        values (?, ?, ?, ?, ?, ?)
        on conflict (tenant_id, country) do update set
          alert_id = excluded.alert_id, sent = excluded.sent, verified = excluded.verified,
          suspected_at = excluded.suspected_at, stopped_until = excluded.stopped_until
        where known.suspected_at <= ?
        returning alert_id
        """,
        row -> row.getLong("alert_id"),
        tx.tenantId(),
        share.country(),
        share.sent(),
        share.verified(),
        now,
        stoppedUntil.orElse(null),
        hourAgo);
  }

  /** Until when no codes go to a country; empty where they do. */
  Optional<Instant> stoppedUntil(TenantTx tx, String country, Instant now) {
    return tx.first(
        """
        select stopped_until from otp_country
        where tenant_id = ? and country = ? and stopped_until > ?
        """,
        row -> OtpStore.instant(row, "stopped_until"),
        tx.tenantId(),
        country,
        now);
  }
}
