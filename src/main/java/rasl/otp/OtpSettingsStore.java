package rasl.otp;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL of what tenants chose for their one-time codes. */
public final class OtpSettingsStore {

  /** What the transaction's tenant chose; the defaults where it chose nothing. */
  public OtpSettings find(TenantTx tx) {
    return tx.first(
            """
            select max_attempts, wrong_guesses_a_day, guesses_per_ip_an_hour, sends_per_phone,
              sends_per_phone_a_day, sends_an_hour, sends_per_ip_an_hour, countries,
              blocked_prefixes, alert_percent, alert_sample, alert_stops
            from otp_settings where tenant_id = ?
            """,
            OtpSettingsStore::read,
            tx.tenantId())
        .orElse(OtpSettings.DEFAULTS);
  }

  public void put(TenantTx tx, OtpSettings settings) {
    tx.update("delete from otp_settings where tenant_id = ?", tx.tenantId());
    tx.update(
        """
        insert into otp_settings (tenant_id, max_attempts, wrong_guesses_a_day,
          guesses_per_ip_an_hour, sends_per_phone, sends_per_phone_a_day, sends_an_hour,
          sends_per_ip_an_hour, countries, blocked_prefixes, alert_percent, alert_sample,
          alert_stops)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        tx.tenantId(),
        settings.guesses().perCode(),
        settings.guesses().wrongADay(),
        boxed(settings.guesses().perIpAnHour()),
        settings.sends().perPhone(),
        boxed(settings.sends().perPhoneADay()),
        boxed(settings.sends().anHour()),
        boxed(settings.sends().perIpAnHour()),
        settings.places().countries().stream().sorted().toArray(String[]::new),
        settings.places().blockedPrefixes().toArray(String[]::new),
        boxed(settings.alert().percent()),
        settings.alert().sample(),
        settings.alert().stops());
  }

  private static OtpSettings read(ResultSet row) throws SQLException {
    return new OtpSettings(
        new OtpSettings.Guesses(
            row.getInt("max_attempts"),
            row.getInt("wrong_guesses_a_day"),
            number(row, "guesses_per_ip_an_hour")),
        new OtpSettings.Sends(
            row.getInt("sends_per_phone"),
            number(row, "sends_per_phone_a_day"),
            number(row, "sends_an_hour"),
            number(row, "sends_per_ip_an_hour")),
        new OtpSettings.Places(Set.copyOf(texts(row, "countries")), texts(row, "blocked_prefixes")),
        new OtpSettings.Alert(
            number(row, "alert_percent"),
            row.getInt("alert_sample"),
            row.getBoolean("alert_stops")));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  private static OptionalInt number(ResultSet row, String column) throws SQLException {
    @Nullable Integer number = row.getObject(column, Integer.class);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static @Nullable Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
