package rasl.db;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.refusal.Refusal;

/**
 * Commits many callers' commands together: one worker takes what waits, does it in one transaction
 * with one part per tenant, and each caller returns when its own command is durable. There is no
 * timer: with one caller at a time it is a plain transaction.
 *
 * @param <C> a command
 * @param <R> its result
 */
public final class GroupCommit<C, R> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MOST = 256;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Db db;
  private final BiFunction<TenantTx, List<C>, List<R>> work;
  private final Queue<PendingCommand<C, R>> waiting = new ArrayDeque<>();
  private final Thread worker;
  private boolean closed;

  private GroupCommit(Db db, BiFunction<TenantTx, List<C>, List<R>> work, String name) {
    this.db = db;
    this.work = work;
    worker = new Thread(this::run, name);
  }

  /**
   * Starts a worker.
   *
   * @param name of the worker's thread
   * @param work does one tenant's commands and answers one result a command, in order. After a
   *     rollback it is called again for the same commands, together or one by one
   */
  public static <C, R> GroupCommit<C, R> start(
      String name, Db db, BiFunction<TenantTx, List<C>, List<R>> work) {
    GroupCommit<C, R> group = new GroupCommit<>(db, work, name);
    group.worker.start();
    return group;
  }

  /**
   * Does a command and returns when it is durable. It must not be called within a transaction,
   * which would hold a connection while it waits.
   *
   * @throws rasl.refusal.RefusedException service unavailable, once {@link #close} was called
   * @throws RuntimeException what the work threw for this command, or why nothing could commit
   */
  public R submit(TenantId tenant, C command) {
    var pending = new PendingCommand<C, R>(tenant, command);
    synchronized (this) {
      if (closed) {
        throw new Refusal.ServiceUnavailable(RETRY_AFTER).thrown();
      }
      waiting.add(pending);
      notifyAll();
    }
    return pending.await();
  }

  /** Takes no more commands, and returns when all that it took are done. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    Threads.join(worker);
  }

  private void run() {
    List<PendingCommand<C, R>> batch = next();
    while (!batch.isEmpty()) {
      commit(batch);
      batch = next();
    }
  }

  /** Waits for commands; none when closed and all done. */
  private synchronized List<PendingCommand<C, R>> next() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException _) {
        closed = true; // nobody else has this thread: it means stop
      }
    }
    List<PendingCommand<C, R>> batch = new ArrayList<>();
    while (batch.size() < MOST && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  /** Whatever happens, every command is answered and the worker lives on. */
  private void commit(List<PendingCommand<C, R>> batch) {
    try {
      commitTogether(byTenant(batch));
    } catch (RuntimeException e) {
      batch.forEach(command -> command.fail(e));
    } catch (Error e) {
      LOG.error("A group could not be done", e);
      batch.forEach(command -> command.fail(new IllegalStateException(e)));
    }
  }

  private static <C, R> List<List<PendingCommand<C, R>>> byTenant(
      List<PendingCommand<C, R>> batch) {
    Map<TenantId, List<PendingCommand<C, R>>> parts = new LinkedHashMap<>();
    batch.forEach(
        command -> parts.computeIfAbsent(command.tenant(), _ -> new ArrayList<>()).add(command));
    return List.copyOf(parts.values());
  }

  private void commitTogether(List<List<PendingCommand<C, R>>> parts) {
    List<Db.PartOutcome<List<R>>> outcomes;
    try {
      outcomes = db.inGroup(parts.stream().map(this::part).toList());
    } catch (DatabaseException e) {
      if (mayHaveCommitted(e)) {
        throw e;
      }
      parts.forEach(this::commitAlone);
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      switch (outcomes.get(i)) {
        case Db.PartOutcome.Committed<List<R>>(var results) -> succeed(parts.get(i), results);
        case Db.PartOutcome.RolledBack<List<R>> _ -> commitAlone(parts.get(i));
      }
    }
  }

  /** Where the server itself said no, nothing was committed, and doing it again is safe. */
  private static boolean mayHaveCommitted(RuntimeException e) {
    return e instanceof DatabaseException fault
        && (fault.isUnavailable() || fault.sqlState().isEmpty());
  }

  private Db.Part<List<R>> part(List<PendingCommand<C, R>> commands) {
    return new Db.Part<>(commands.getFirst().tenant(), tx -> results(tx, commands));
  }

  /** One tenant's commands once more, without the group's short patience for locks. */
  private void commitAlone(List<PendingCommand<C, R>> commands) {
    try {
      TenantId tenant = commands.getFirst().tenant();
      succeed(commands, db.inTenant(tenant, tx -> results(tx, commands)));
    } catch (RuntimeException e) {
      if (commands.size() == 1 || mayHaveCommitted(e)) {
        commands.forEach(command -> command.fail(e));
      } else {
        commands.forEach(command -> commitAlone(List.of(command)));
      }
    }
  }

  private List<R> results(TenantTx tx, List<PendingCommand<C, R>> commands) {
    List<R> results = work.apply(tx, commands.stream().map(PendingCommand::command).toList());
    if (results.size() != commands.size()) {
      throw new IllegalStateException(
          results.size() + " results for " + commands.size() + " commands");
    }
    return results;
  }

  private static <C, R> void succeed(List<PendingCommand<C, R>> commands, List<R> results) {
    for (int i = 0; i < commands.size(); i++) {
      commands.get(i).succeed(results.get(i));
    }
  }
}
