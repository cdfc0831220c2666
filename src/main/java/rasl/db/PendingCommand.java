package rasl.db;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A command whose caller waits for it. */
final class PendingCommand<C, R> {
  private final TenantId tenant;
  private final C command;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicReference<@Nullable Outcome<R>> outcome = new AtomicReference<>();

  PendingCommand(TenantId tenant, C command) {
    this.tenant = tenant;
    this.command = command;
  }

  TenantId tenant() {
    return tenant;
  }

  C command() {
    return command;
  }

  void succeed(R result) {
    answer(new Outcome.Success<>(result));
  }

  void fail(RuntimeException cause) {
    answer(new Outcome.Failure<>(cause));
  }

  /**
   * Waits for the outcome, interrupted or not: the command may commit at any moment, and an answer
   * that says otherwise would be wrong.
   */
  R await() {
    boolean interrupted = false;
    Outcome<R> known = outcome.get();
    while (known == null) {
      try {
        answered.await();
      } catch (InterruptedException _) {
        interrupted = true;
      }
      known = outcome.get();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return switch (known) {
      case Outcome.Success<R>(R result) -> result;
      case Outcome.Failure<R>(RuntimeException cause) -> throw cause;
    };
  }

  /** The first answer stands. */
  private void answer(Outcome<R> answer) {
    if (outcome.compareAndSet(null, answer)) {
      answered.countDown();
    }
  }

  private sealed interface Outcome<R> {
    record Success<R>(R result) implements Outcome<R> {}

    record Failure<R>(RuntimeException cause) implements Outcome<R> {}
  }
}
