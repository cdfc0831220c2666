package rasl.account;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import rasl.contact.ContactModule;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Routes;
import rasl.named.NamedRecords;
import rasl.tenant.TenantModule;

/** Puts the account room together. */
public final class AccountModule {
  /** How often it is looked whether the tallies of this night are compared already. */
  public static final Duration LOOKS = Duration.ofMinutes(30);

  private final AccountApi account;
  private final SettingsApi settings;
  private final TallyCheck tallies;

  /**
   * What the room stands on.
   *
   * @param sources for the defaults of new contacts
   * @param statuses likewise
   */
  public record Ground(
      Db db,
      TenantModule tenants,
      ContactModule contacts,
      NamedRecords sources,
      NamedRecords statuses,
      MeterRegistry meters,
      Clock clock) {}

  public AccountModule(Ground ground) {
    var tenants = ground.tenants();
    account =
        new AccountApi(
            ground.db(), tenants.store(), tenants.accounts(), ground.contacts(), ground.clock());
    settings =
        new SettingsApi(
            ground.db(),
            tenants,
            new SettingsReferences.Rooms(ground.sources(), ground.statuses()));
    tallies = new TallyCheck(ground.db(), tenants.tenants(), ground.meters(), ground.clock());
  }

  public void addTo(Routes routes) {
    account.addTo(routes);
    settings.addTo(routes);
  }

  /** The public shape of how much of each limit the transaction's tenant uses. */
  public Object usage(TenantTx tx) {
    return account.usage(tx);
  }

  /** Compares the tallies with the rows, once a night on one of the nodes. */
  public void compareTallies() {
    tallies.run();
  }
}
