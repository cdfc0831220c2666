package rasl.http;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.refusal.Refusal;

/** What the database says "not now" to: 503, and the same call may succeed soon. */
final class PassingFaults {
  private static final Logger LOG = LoggerFactory.getLogger(PassingFaults.class);
  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private PassingFaults() {}

  /** The answer to a call that met such a fault; empty for any other fault. */
  static Optional<Problem> problem(Throwable fault, Call call) {
    return DatabaseException.in(fault)
        .filter(DatabaseException::isPassing)
        .map(passing -> Problem.of(refusal(passing, call)));
  }

  /** A caller's own work stands in the way of busy calls, so no operator has to look at them. */
  private static Refusal refusal(DatabaseException fault, Call call) {
    if (fault.isBusy() || fault.isTooSlow()) {
      LOG.atInfo().addKeyValue("request_id", call.requestId()).log(fault.getMessage());
      return fault.isTooSlow() && call.isRead()
          ? Refusal.ServiceUnavailable.queryTooSlow()
          : Refusal.ServiceUnavailable.busy();
    }
    LOG.atWarn()
        .addKeyValue("request_id", call.requestId())
        .setCause(fault)
        .log(
            fault.isDiskFull()
                ? "the disk of the database is full"
                : "the database cannot be reached");
    return new Refusal.ServiceUnavailable(COME_BACK);
  }
}
