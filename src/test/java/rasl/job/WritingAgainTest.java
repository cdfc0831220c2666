package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rasl.db.DatabaseException;
import rasl.db.TenantId;

/** How long the result of an attempt is written again and again where the database refuses it. */
class WritingAgainTest {
  /** A lock (55P03), a deadlock, a slow statement, an outage, a server going down, a fault. */
  @ParameterizedTest
  @CsvSource({
    "55P03, false",
    "40P01, false",
    "57014, false",
    "08006, true",
    "57P01, true",
    "23505, false"
  })
  void afterTheLeaseOnlyAnOutageIsWaitedFor(String state, boolean waits) {
    var fault = new DatabaseException(new SQLException("no", state));
    assertThat(Releasing.isWrittenAgain(job(Duration.ofSeconds(5)), fault)).isTrue();
    assertThat(Releasing.isWrittenAgain(job(Duration.ofSeconds(-5)), fault)).isEqualTo(waits);
  }

  private static Job job(Duration left) {
    long leasedAt = System.nanoTime() - JobQueue.LEASE.minus(left).toNanos();
    var attempt = new Attempt(1, 0, 0, Duration.ZERO, leasedAt);
    return new Job(1, new TenantId(1), "some.work", 1, Optional.empty(), attempt);
  }
}
