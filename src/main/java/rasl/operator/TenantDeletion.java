package rasl.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.tenant.Account;
import rasl.tenant.AccountStore;

/**
 * Deletes tenants in the background, a piece of a table at a time. A tenant is gone once every
 * table of the catalogue that could hold something of it is empty of it; its id never comes again.
 */
final class TenantDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(TenantDeletion.class);
  private static final int PIECE = 1000;
  private static final Duration STATEMENT = Duration.ofMinutes(2);

  /**
   * How long a deletion goes on at least: by then no server knows a token of the tenant any more,
   * and every call that was let in with one has ended.
   */
  static final Duration LAST_CALLS = Duration.ofMinutes(1);

  /** Nothing new comes for a tenant without these. */
  private static final List<String> FIRST = List.of("whatsapp_number", "token", "job");

  private final Db db;
  private final Audit audit;
  private final AccountStore accounts;
  private final Clock clock;
  private final OperatorStore store = new OperatorStore();

  /** When this server first saw them. */
  private final Map<TenantId, Instant> seen = new ConcurrentHashMap<>();

  TenantDeletion(Db db, Audit audit, AccountStore accounts, Clock clock) {
    this.db = db;
    this.audit = audit;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** Works on every tenant that is being deleted. Two nodes may do so at once. */
  void run() {
    db.inSystem(accounts::list).stream()
        .filter(account -> account.status() == Account.Status.DELETING)
        .forEach(this::delete);
  }

  private void delete(Account account) {
    Instant now = clock.instant();
    Instant since = seen.computeIfAbsent(account.id(), _ -> now);
    List<String> tables = tables();
    long deleted;
    do {
      deleted = 0;
      for (String table : tables) {
        deleted += empty(table, account.id());
      }
    } while (deleted > 0);
    if (!now.isBefore(since.plus(LAST_CALLS))) {
      finish(account, tables);
    }
  }

  private List<String> tables() {
    List<String> all = db.inSystem(store::tables);
    var sorted = new ArrayList<>(FIRST.stream().filter(all::contains).toList());
    all.stream().filter(table -> !FIRST.contains(table)).forEach(sorted::add);
    return sorted;
  }

  private long empty(String table, TenantId tenant) {
    long all = 0;
    int deleted;
    do {
      deleted =
          db.inSystem(
              tx -> {
                tx.patient(STATEMENT);
                return store.forget(tx, table, tenant, PIECE);
              });
      all += deleted;
    } while (deleted > 0);
    return all;
  }

  /** The proof and the end in one transaction; what came meanwhile is deleted the next time. */
  private void finish(Account account, List<String> tables) {
    db.doInSystem(
        tx -> {
          tx.patient(STATEMENT);
          List<String> left =
              tables.stream().filter(table -> store.remains(tx, table, account.id())).toList();
          if (!left.isEmpty()) {
            LOG.warn("tenant {} still has rows in {}", account.id(), left);
            return;
          }
          store.deleteTenant(tx, account.id());
          tx.afterCommit(() -> seen.remove(account.id()));
          audit.recordForInstallation(
              tx,
              Actor.SYSTEM,
              "tenant.deleted",
              Target.of("tenant", account.id().value()),
              State.of(Map.of("subdomain", account.subdomain())),
              State.none());
        });
  }
}
