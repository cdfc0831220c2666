package rasl.whatsapp.receive;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rasl.db.Db;
import rasl.db.GroupCommit;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.job.JobQueue;
import rasl.whatsapp.App;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.pace.Pacing;

/** Stores what webhooks bring, together with the job that applies it. */
public final class Inbox implements AutoCloseable {
  /** The kind of the job that applies a tenant's waiting changes. */
  public static final String APPLY = "whatsapp.apply";

  private final Db db;
  private final ConnectionStore connections;
  private final InboxStore store = new InboxStore();
  private final JobQueue queue;
  private final Pacing pacing;
  private final Clock clock;
  private final Backlog backlog;
  private final GroupCommit<List<Change>, Boolean> group;

  public Inbox(Db db, ConnectionStore connections, JobQueue queue, Pacing pacing, Clock clock) {
    this.db = db;
    this.connections = connections;
    this.queue = queue;
    this.pacing = pacing;
    this.clock = clock;
    this.backlog = new Backlog(db, store, Backlog.Size.MOST, clock);
    this.group = GroupCommit.of("store webhooks", db, this::storeAll);
  }

  /**
   * Stores the changes that are about numbers or accounts of connections of this app; returns when
   * they are durable. What is about an account is for every tenant with a number of it.
   *
   * @return how many changes were about nobody's, and dropped
   * @throws rasl.refusal.RefusedException busy, where the app is a tenant's own and too much of it
   *     waits to be read already
   */
  int store(String appKey, List<Change> changes) {
    ConnectionStore.Owners owners = db.inSystem(tx -> connections.owners(tx, changes, appKey));
    Map<TenantId, List<Change>> byTenant = new LinkedHashMap<>();
    int dropped = 0;
    for (Change change : changes) {
      Set<TenantId> theirs = owners.of(change);
      if (!theirs.isEmpty() && change.phoneNumberId() != null) {
        pacing.heard(change.phoneNumberId(), change.messages());
      }
      theirs.forEach(
          tenant -> byTenant.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(change));
      dropped += theirs.isEmpty() ? 1 : 0;
    }
    if (!appKey.equals(App.SHARED)) {
      byTenant.forEach(backlog::add);
    }
    for (var entry : byTenant.entrySet()) {
      boolean _ = group.submit(entry.getKey(), entry.getValue());
    }
    return dropped;
  }

  /** One statement and one job for all that arrived while the last group was being committed. */
  private List<Boolean> storeAll(TenantTx tx, List<List<Change>> batches) {
    store.insertAll(tx, batches.stream().flatMap(List::stream).toList(), clock.instant());
    connections.confirmSubscription(tx, clock.instant());
    // However many messages wait to be sent: what customers and WhatsApp say comes first.
    queue.enqueueFirst(tx, APPLY, 0);
    return batches.stream().map(_ -> true).toList();
  }

  @Override
  public void close() {
    group.close();
  }
}
