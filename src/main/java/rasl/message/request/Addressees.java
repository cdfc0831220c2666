package rasl.message.request;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import rasl.contact.PhoneField;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.tenant.PhoneRules;
import rasl.tenant.TenantStore;

/** Reads whom a request wants to send to, and when. */
public final class Addressees {
  /** The most characters of a phone in most sends. */
  static final int MAX_PHONE = 20;

  /** How far ahead a message may be scheduled. */
  static final Duration MOST_AHEAD = Duration.ofDays(30);

  private static final int MAX_TIME = 40;
  private static final String SEND_AT = "send_at";

  /**
   * ISO 8601 with an offset in any of its spellings: PHP writes it without a colon. A day that the
   * month does not have is no time; it is not moved to another one.
   */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final Db db;
  private final TenantStore tenants;
  private final PhoneReader phones;
  private final Clock clock;
  private final Cache<TenantId, PhoneRules> rules =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(1)).build();

  public Addressees(Db db, TenantStore tenants, PhoneReader phones, Clock clock) {
    this.db = db;
    this.tenants = tenants;
    this.phones = phones;
    this.clock = clock;
  }

  /** Reads one; what is wrong is noted in the fields. */
  Addressee read(TenantId tenant, Fields in) {
    return read(tenant, in, MAX_PHONE);
  }

  /**
   * As {@link #read(TenantId, Fields)}.
   *
   * @param most characters of the phone
   */
  Addressee read(TenantId tenant, Fields in, int most) {
    Optional<WrittenPhone> phone = PhoneField.read(in, phones, rules(tenant), most);
    return new Addressee(phone, in.id("contact_id"), Optional.empty(), sendAt(in));
  }

  /** How the tenant's phones are read. */
  private PhoneRules rules(TenantId tenant) {
    return rules.get(tenant, _ -> db.inTenant(tenant, tx -> tenants.settings(tx).phones()));
  }

  private Optional<Instant> sendAt(Fields in) {
    Optional<String> text = in.text(SEND_AT, MAX_TIME);
    Optional<Instant> time = text.flatMap(Addressees::time);
    if (text.isPresent() && time.isEmpty()) {
      in.fault(
          SEND_AT,
          "The send_at field must be a time with its offset, such as 2026-03-04T15:00:00+03:00.");
    }
    Instant now = clock.instant();
    time.filter(at -> at.isBefore(now))
        .ifPresent(_ -> in.fault(SEND_AT, "The send_at field must not lie in the past."));
    time.filter(at -> at.isAfter(now.plus(MOST_AHEAD)))
        .ifPresent(_ -> in.fault(SEND_AT, "The send_at field must be within 30 days from now."));
    return time;
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text, TIME).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
