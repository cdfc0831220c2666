package rasl.whatsapp.pace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.job.Job;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.job.NewJob;
import rasl.job.Settlement;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.connection.NumberHealth;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphClient;
import rasl.whatsapp.graph.GraphError;

/**
 * Stops a number's sending where WhatsApp says that it cannot send, so that what waits stays
 * queued, and looks again and again whether it can. The connection's row says so to all nodes.
 */
public final class Halts implements JobHandler {
  /** The kind of the job that looks whether a halted number can send again. */
  public static final String LOOK = "whatsapp.look";

  private static final Duration FIRST_LOOK = Duration.ofSeconds(30);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(64);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** How long a node that found a number halted leaves its jobs alone. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(3);

  /** When a job may be tried again whose number is halted; others' gates are closed by then. */
  private static final Duration PUT_BACK = Duration.ofMillis(500);

  private final Db db;
  private final ConnectionStore connections;
  private final GraphClient graph;
  private final EventLog events;
  private final JobQueue queue;
  private final Clock clock;
  private final HaltStore store = new HaltStore();
  private final Set<TenantId> leftAlone = ConcurrentHashMap.newKeySet();

  public Halts(
      Db db,
      ConnectionStore connections,
      GraphClient graph,
      EventLog events,
      JobQueue queue,
      Clock clock) {
    this.db = db;
    this.connections = connections;
    this.graph = graph;
    this.events = events;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * Stops a number's sending.
   *
   * @param connection with which WhatsApp was called
   * @return why, in words
   */
  public String halt(TenantId tenant, Connection connection, GraphError error) {
    leaveAlone(tenant);
    return db.inTenant(tenant, tx -> halt(tx, connection.updatedAt(), error));
  }

  /** The same within a transaction, for what WhatsApp says in a webhook. */
  public String halt(TenantTx tx, GraphError error) {
    tx.afterCommit(() -> leaveAlone(tx.tenant()));
    return halt(tx, clock.instant(), error);
  }

  private String halt(TenantTx tx, Instant asOf, GraphError error) {
    String reason = HaltWords.of(error);
    store
        .halt(tx, asOf, error.code(), reason, clock.instant())
        .ifPresent(
            connection -> {
              tell(tx, "connection.halted", connection, Optional.of(error.code()), reason);
              Duration pause = pause(store.checks(tx));
              queue.enqueueAll(tx, LOOK, List.of(NewJob.later(connection, pause)));
            });
    return reason;
  }

  /**
   * A halted number's jobs need not be claimed for a while; then one at a time tries.
   *
   * @return when a job that was claimed all the same may be tried again
   */
  public Duration leaveAlone(TenantId tenant) {
    leftAlone.add(tenant);
    queue.gates().close(tenant, LEFT_ALONE, 1);
    return PUT_BACK;
  }

  /** Where one has gone through, all may. */
  public void works(TenantId tenant) {
    if (leftAlone.remove(tenant)) {
      queue.gates().open(tenant);
    }
  }

  @Override
  public void run(Job job) throws InterruptedException {
    Optional<Connection> halted =
        db.inTenant(job.tenant(), connections::find).filter(c -> c.halted().isPresent());
    if (halted.isEmpty()) {
      db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, new Settlement.Done()));
      return;
    }
    Optional<GraphError> trouble = NumberHealth.of(graph, halted.get()).trouble();
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, become(tx, halted.get(), trouble)));
  }

  /** A halted number must not stay halted because nobody looks any more. */
  @Override
  public void givenUp(TenantTx tx, Job job) {
    queue.enqueueAll(tx, LOOK, List.of(NewJob.later(job.ref(), LONGEST_PAUSE)));
  }

  private Settlement become(TenantTx tx, Connection halted, Optional<GraphError> trouble) {
    if (trouble.isEmpty()) {
      resume(tx);
      return new Settlement.Done();
    }
    boolean passing = ErrorClass.of(trouble.get()) != ErrorClass.HALT;
    Connection.Halt known = halted.halted().orElseThrow();
    return store
        .stillHalted(
            tx,
            passing ? known.code() : trouble.get().code(),
            passing ? known.reason() : HaltWords.of(trouble.get()))
        .<Settlement>map(checks -> new Settlement.RetryIn(pause(checks), trouble.get().text()))
        .orElseGet(Settlement.Done::new);
  }

  /** Lets a tenant's number send again, where it was halted. */
  public boolean resume(TenantTx tx) {
    Optional<Long> resumed = store.resume(tx, clock.instant());
    resumed.ifPresent(
        connection ->
            tell(
                tx,
                "connection.resumed",
                connection,
                Optional.empty(),
                "Sending works again; what waited goes out now."));
    tx.afterCommit(() -> works(tx.tenant()));
    return resumed.isPresent();
  }

  private Duration pause(int checks) {
    return checks == 0 ? FIRST_LOOK : queue.backoff().growing(SECOND_LOOK, checks, LONGEST_PAUSE);
  }

  private void tell(
      TenantTx tx, String type, long connection, Optional<Integer> code, String reason) {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("id", connection);
    code.ifPresent(number -> state.put("code", number));
    state.put("reason", reason);
    events.record(tx, Event.happened(type, "connection", connection, state), null);
  }
}
