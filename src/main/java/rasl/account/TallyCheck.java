package rasl.account;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.conversation.Conversation;
import rasl.db.Db;
import rasl.tenant.Tenant;
import rasl.tenant.Tenants;

/**
 * Compares at night what the tallies say with the rows, and tells of differences: in the log, and
 * by the gauge {@code rasl_tally_differences}. It changes nothing, since a difference is a fault of
 * ours that somebody should see.
 */
final class TallyCheck {
  private static final Logger LOG = LoggerFactory.getLogger(TallyCheck.class);

  /** In UTC: not before this. */
  private static final LocalTime AT_NIGHT = LocalTime.of(2, 0);

  /** For counting the rows of a large tenant. */
  private static final Duration STATEMENT = Duration.ofMinutes(2);

  private final Db db;
  private final Tenants tenants;
  private final TallyStore store = new TallyStore();
  private final AtomicInteger different;
  private final Clock clock;

  TallyCheck(Db db, Tenants tenants, MeterRegistry meters, Clock clock) {
    this.db = db;
    this.tenants = tenants;
    this.clock = clock;
    this.different = meters.gauge("rasl.tally.differences", new AtomicInteger());
  }

  /** Makes this night's comparison, where no node has made it. */
  void run() {
    var now = clock.instant().atZone(ZoneOffset.UTC);
    if (now.toLocalTime().isBefore(AT_NIGHT)
        || !db.inSystem(tx -> store.begin(tx, now.toLocalDate()))) {
      return;
    }
    int found = 0;
    for (Tenant tenant : tenants.list()) {
      found += compare(tenant, Conversation.monthOf(clock.instant()));
    }
    different.set(found);
  }

  private int compare(Tenant tenant, LocalDate month) {
    TallyStore.Compared contacts =
        db.inTenant(
            tenant.id(),
            tx -> {
              tx.patient(STATEMENT);
              return store.contacts(tx);
            });
    TallyStore.Compared conversations =
        db.inTenant(
            tenant.id(),
            tx -> {
              tx.patient(STATEMENT);
              return store.conversations(tx, month);
            });
    return report(tenant, "contacts", contacts) + report(tenant, "conversations", conversations);
  }

  private static int report(Tenant tenant, String what, TallyStore.Compared compared) {
    if (compared.tally() == compared.rows()) {
      return 0;
    }
    LOG.error(
        "the tally of {} of tenant {} says {}, but there are {}",
        what,
        tenant.id(),
        compared.tally(),
        compared.rows());
    return 1;
  }
}
