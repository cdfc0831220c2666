package rasl.contact;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.named.NamedRecords;

/**
 * Fills a tenant with made-up people, for trying and for benchmarks. They are stored as an import
 * stores them, but without events: nobody's webhooks shall hear of a million people who do not
 * exist.
 */
public final class DemoContacts {
  private static final int AT_ONCE = 5000;
  private static final Duration STATEMENT = Duration.ofMinutes(1);
  private static final List<Colored> STATUSES =
      List.of(
          new Colored("New", "#3B82F6"),
          new Colored("Contacted", "#F59E0B"),
          new Colored("Qualified", "#8B5CF6"),
          new Colored("Won", "#10B981"),
          new Colored("Lost", "#6B7280"));
  private static final List<String> SOURCES =
      List.of("WhatsApp", "Website", "Instagram", "Referral", "Exhibition", "Phone");
  private static final List<String> GROUPS =
      List.of(
          "Newsletter",
          "VIP",
          "عملاء الرياض",
          "Dubai branch",
          "Ramadan campaign",
          "Wholesale",
          "Trial lesson",
          "Support");

  private final Db db;
  private final ContactWrites writes;
  private final MembershipStore memberships;
  private final ContactStore store;
  private final Relations relations;
  private final Clock clock;

  DemoContacts(
      Db db,
      ContactWrites writes,
      MembershipStore memberships,
      ContactStore store,
      Relations relations,
      Clock clock) {
    this.db = db;
    this.writes = writes;
    this.memberships = memberships;
    this.store = store;
    this.relations = relations;
    this.clock = clock;
  }

  private record Colored(String name, String color) {}

  /**
   * What was done.
   *
   * @param contacts how many were added
   */
  public record Filled(long contacts, Duration took) {}

  /**
   * Adds people who are not there yet.
   *
   * @param contacts how many
   * @param seed the same seed in the same tenant makes up the same people
   * @param progress told how many are there, again and again
   */
  public Filled fill(TenantId tenant, long contacts, long seed, LongConsumer progress) {
    long begin = System.nanoTime();
    DemoPeople.Belongings belongings = db.inTenant(tenant, this::belongings);
    var people = new DemoPeople(seed, clock.instant(), belongings);
    long number = db.inTenant(tenant, store::count);
    long made = 0;
    while (made < contacts) {
      int count = (int) Math.min(AT_ONCE, contacts - made);
      long from = number;
      made +=
          db.inTenant(
              tenant,
              tx -> {
                tx.patient(STATEMENT);
                return add(tx, people, from, count);
              });
      number += count;
      progress.accept(made);
    }
    return new Filled(made, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Who has a phone or email that is taken is passed over. */
  private int add(TenantTx tx, DemoPeople people, long from, int count) {
    List<Long> ids = writes.drawIds(tx, count);
    var contacts = new ArrayList<Contact>();
    for (int i = 0; i < count; i++) {
      contacts.add(people.person(ids.get(i), from + i));
    }
    var stored = writes.insert(tx, contacts);
    memberships.insertAll(
        tx, contacts.stream().filter(contact -> stored.contains(contact.id())).toList());
    return stored.size();
  }

  private DemoPeople.Belongings belongings(TenantTx tx) {
    return new DemoPeople.Belongings(
        STATUSES.stream()
            .map(one -> id(tx, relations.statuses(), one.name(), one.color()))
            .toList(),
        SOURCES.stream().map(name -> id(tx, relations.sources(), name, null)).toList(),
        GROUPS.stream().map(name -> id(tx, relations.groups(), name, null)).toList());
  }

  private static Long id(TenantTx tx, NamedRecords records, String name, @Nullable String color) {
    return records.findByName(tx, name).orElseGet(() -> records.create(tx, name, color, null)).id();
  }
}
