package rasl.db;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.refusal.Refusal;

/**
 * Commits many callers' commands together: one worker takes all that wait, does them in one
 * transaction with one part per tenant, and each caller returns when its own command is durable.
 * There is no timer: with one caller at a time it is a plain transaction.
 *
 * <p>The worker serves all tenants, so it waits for none of them. If it must undo a part, other
 * threads do that part's commands again, each command alone and on a connection of its tenant's
 * share. A tenant whose part met a lock, or was slow, stays out of groups for a while.
 *
 * @param <C> a command
 * @param <R> its result
 */
public final class GroupCommit<C, R> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int MOST = 256;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** Of one command whose transactions and others' wait for each other. */
  private static final int TRIES = 3;

  private final Db db;
  private final BiFunction<TenantTx, List<C>, List<R>> work;
  private final FairQueue<PendingCommand<C, R>> waiting = new FairQueue<>();
  private final KeptOut keptOut;
  private final Thread worker;
  private final ExecutorService beside;
  private boolean begun;
  private boolean closed;

  GroupCommit(String name, Db db, BiFunction<TenantTx, List<C>, List<R>> work, LongSupplier nanos) {
    this.db = db;
    this.work = work;
    this.keptOut = new KeptOut(nanos);
    this.worker = Thread.ofPlatform().name(name).unstarted(this::run);
    this.beside =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + " alone ", 0).factory());
  }

  /**
   * One whose worker starts with the first command.
   *
   * @param name of the worker's thread
   * @param work does one tenant's commands and answers one result a command, in order. After a
   *     rollback it is called again for each of the same commands, also for several at a time
   */
  public static <C, R> GroupCommit<C, R> of(
      String name, Db db, BiFunction<TenantTx, List<C>, List<R>> work) {
    return new GroupCommit<>(name, db, work, System::nanoTime);
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
      if (keptOut.has(tenant)) {
        doBeside(pending);
      } else {
        waiting.add(tenant, pending);
        begin();
        notifyAll();
      }
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
    Threads.join(beside);
  }

  private void begin() {
    if (!begun) {
      begun = true;
      worker.start();
    }
  }

  private void run() {
    Map<TenantId, List<PendingCommand<C, R>>> parts = next();
    while (!parts.isEmpty()) {
      commit(List.copyOf(parts.values()));
      parts = next();
    }
  }

  /** Waits for commands; none when closed and all done. */
  private synchronized Map<TenantId, List<PendingCommand<C, R>>> next() {
    while (waiting.isEmpty() && !closed) {
      try {
        wait();
      } catch (InterruptedException _) {
        closed = true; // nobody else has this thread: it means stop
      }
    }
    return waiting.take(MOST);
  }

  /** Answers every command and keeps the worker alive, also after a fault. */
  private void commit(List<List<PendingCommand<C, R>>> parts) {
    try {
      commitTogether(parts);
    } catch (RuntimeException e) {
      parts.forEach(part -> part.forEach(command -> command.fail(e)));
    } catch (Error e) {
      LOG.error("A group could not be done", e);
      parts.forEach(part -> part.forEach(command -> command.fail(new IllegalStateException(e))));
    }
  }

  private void commitTogether(List<List<PendingCommand<C, R>>> parts) {
    List<Db.PartOutcome<List<R>>> outcomes;
    try {
      outcomes = db.inGroup(parts.stream().map(this::part).toList());
    } catch (DatabaseException e) {
      if (mayHaveCommitted(e)) {
        throw e;
      }
      parts.forEach(part -> part.forEach(this::doBeside));
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      switch (outcomes.get(i)) {
        case Db.PartOutcome.Committed<List<R>>(var results) -> succeed(parts.get(i), results);
        case Db.PartOutcome.RolledBack<List<R>>(var cause) -> undone(parts.get(i), cause);
      }
    }
  }

  /** Where the server itself said no, nothing was committed, and doing it again is safe. */
  private static boolean mayHaveCommitted(DatabaseException fault) {
    return fault.isUnavailable() || fault.sqlState().isEmpty();
  }

  private Db.Part<List<R>> part(List<PendingCommand<C, R>> commands) {
    return new Db.Part<>(commands.getFirst().tenant(), tx -> results(tx, commands));
  }

  private void undone(List<PendingCommand<C, R>> commands, RuntimeException cause) {
    if (holdsUp(cause)) {
      keepOut(commands.getFirst().tenant()).forEach(this::doBeside);
    }
    commands.forEach(this::doBeside);
  }

  /** Whether the same may hold up the next group. */
  private static boolean holdsUp(RuntimeException cause) {
    return DatabaseException.in(cause)
        .filter(fault -> fault.isBusy() || fault.isTooSlow())
        .isPresent();
  }

  /** Answers what the tenant has waiting. */
  private synchronized List<PendingCommand<C, R>> keepOut(TenantId tenant) {
    keptOut.add(tenant);
    return waiting.takeAll(tenant);
  }

  /**
   * On a new thread, not the caller's: an interrupt of the caller must not cut the connection while
   * the command may commit.
   */
  private void doBeside(PendingCommand<C, R> command) {
    beside.execute(() -> doAlone(command));
  }

  private void doAlone(PendingCommand<C, R> command) {
    try {
      command.succeed(again(command, TRIES));
    } catch (RuntimeException e) {
      if (holdsUp(e)) {
        keepOut(command.tenant()).forEach(this::doBeside);
      }
      command.fail(e);
    } catch (Error e) {
      LOG.error("A command could not be done", e);
      command.fail(new IllegalStateException(e));
    }
  }

  private R again(PendingCommand<C, R> command, int tries) {
    try {
      return db.inTenant(command.tenant(), tx -> results(tx, List.of(command))).getFirst();
    } catch (DatabaseException e) {
      if (!e.isDeadlock() || tries == 1) {
        throw e;
      }
      return again(command, tries - 1);
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
