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
    return fault.code() == Fault.NO_CODE
        ? answers.withoutErrorObject(fault.httpStatus())
        : answers.error(version, error(fault));
  }

  private MetaError error(Fault fault) {
    ErrorTable.Entry entry = ErrorTable.get(fault.code());
    int status = fault.httpStatus() == 0 ? entry.httpStatus() : fault.httpStatus();
    MetaError error =
        fault.code() == 190
            ? MetaError.deadToken(status, fault.subcode(), world.now())
            : MetaError.of(status, fault.code(), entry.details()).with(fault.subcode());
    Boolean isTransient = fault.isTransient();
    if (isTransient == null) {
      return error;
    }
    return error.saying(isTransient ? MetaError.Transience.YES : MetaError.Transience.NO);
  }
}
