package rasl.simulator;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import rasl.http.RawResponse;

/** Lets the faults happen that were asked for. */
final class Faults {
  private final World world;
  private final GraphAnswers answers;
  private final CountDownLatch stopping;

  /**
   * @param stopping ends the delays of faults when the simulator stops
   */
  Faults(World world, GraphAnswers answers, CountDownLatch stopping) {
    this.world = world;
    this.answers = answers;
    this.stopping = stopping;
  }

  /** The fault that befalls this call, if any; it is used up by that. */
  Optional<Fault> take(String call) {
    return call.isEmpty() ? Optional.empty() : world.takeFault(call, "");
  }

  void holdBack(Fault fault) {
    try {
      boolean _ = stopping.await(fault.delayMs(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The answer to a call that was not taken. */
  RawResponse answer(String version, Fault fault) {
    if (fault.drop() == Fault.Drop.BEFORE) {
      return RawResponse.dropConnection();
    }
    if (fault.code() == 0) {
      return answers.withoutErrorObject(fault.httpStatus());
    }
    ErrorTable.Entry entry = ErrorTable.get(fault.code());
    int status = fault.httpStatus() == 0 ? entry.httpStatus() : fault.httpStatus();
    return answers.error(version, MetaError.of(status, fault.code(), entry.details()));
  }
}
