package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.job.JobTable.ANN;
import static rasl.job.JobTable.BOB;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work whose time has not come yet, and times that a wrong clock wrote. */
class JobsForLaterTest {
  private static final JobTable jobs = new JobTable();

  @AfterAll
  static void drop() {
    jobs.close();
  }

  @BeforeEach
  void empty() {
    jobs.empty();
  }

  @Test
  void whatIsFarAwayIsKeptApartAndWhatIsNearIsReady() {
    jobs.addLater(ANN, 1, Duration.ofHours(1));
    jobs.addLater(ANN, 2, Duration.ofSeconds(2));
    assertThat(jobs.count("state = 'later' and ref = 1")).isOne();
    assertThat(jobs.count("state = 'ready' and ref = 2")).isOne();
    jobs.sql("update job set run_at = now() where ref = 2");
    settle(new Settlement.RetryIn(Duration.ofMinutes(5), "again"));
    jobs.add(BOB, 1);
    settle(new Settlement.WaitFor(Duration.ofMinutes(5), "turn"));
    assertThat(jobs.count("state = 'later'")).isEqualTo(3);
  }

  @Test
  void whatComesDueIsMadeReadyAndClaimed() {
    jobs.addLater(ANN, 1, Duration.ofHours(1));
    jobs.addLater(BOB, 2, Duration.ofHours(2));
    jobs.promote();
    assertThat(jobs.claim(10)).isEmpty();
    jobs.sql("update job set run_at = now() where ref = 1");
    jobs.promote();
    assertThat(jobs.claim(10)).extracting(Job::ref).containsExactly(1L);
    assertThat(jobs.count("state = 'later'")).isOne();
  }

  @Test
  void howLongUntilTheNextIsDueCountsWhatIsForLater() {
    jobs.addLater(ANN, 1, Duration.ofMinutes(10));
    assertThat(untilNext()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    // What waits to be made ready is not asked about without a pause.
    jobs.sql("update job set run_at = now() - interval '1 second'");
    assertThat(untilNext()).isEqualTo(JobSweeps.PROMOTING);
  }

  @Test
  void muchThatComesDueAtOnceIsMadeReadyInPieces() {
    jobs.sql(
        """
        insert into job (tenant_id, kind, ref, state, run_at)
        select 1, 'x', n, 'later', now() - interval '1 second' from generate_series(1, 2001) as n
        """);
    assertThat(jobs.promote()).isTrue();
    assertThat(jobs.promote()).isFalse();
    assertThat(jobs.count("state = 'ready'")).isEqualTo(2001);
  }

  @Test
  void whatIsForLaterCanBeTakenBackAndHurried() {
    jobs.addLater(ANN, 1, Duration.ofHours(1));
    long id = Long.parseLong(jobs.database.column("select id from job").getFirst());
    assertThat(jobs.db.<Boolean>inTenant(BOB, tx -> jobs.queue.withdraw(tx, id))).isFalse();
    assertThat(jobs.db.<Boolean>inTenant(ANN, tx -> jobs.queue.withdraw(tx, id))).isTrue();

    jobs.add(ANN, 1);
    settle(new Settlement.WaitFor(Duration.ofMinutes(5), "turn"));
    jobs.db.doInTenant(BOB, tx -> jobs.queue.hurry(tx, "x", "turn"));
    assertThat(jobs.claim(1)).isEmpty();
    jobs.db.doInTenant(ANN, tx -> jobs.queue.hurry(tx, "x", "turn"));
    assertThat(jobs.claim(1)).hasSize(1);
  }

  @Test
  void aClockThatWasAheadSilencesNobody() {
    jobs.add(ANN, List.of(NewJob.ready(1), NewJob.ready(2), NewJob.ready(3)));
    Job retried = jobs.claim(1).getFirst();
    jobs.settle(retried, new Settlement.RetryIn(Duration.ofMinutes(5), "again"));
    Job running = jobs.claim(1).getFirst();
    jobs.addLater(BOB, 4, Duration.ofHours(3));
    jobs.sql(
        """
        update job set put_at = put_at + interval '2 hours',
          run_at = case when ref = 4 then run_at else run_at + interval '2 hours' end,
          leased_until = leased_until + interval '2 hours'
        """);
    jobs.promote();
    assertThat(jobs.claim(10)).isEmpty();

    assertThat(jobs.db.<Integer>inSystem(jobs.queue.sweeps()::repairTimes)).isEqualTo(3);
    assertThat(jobs.claim(10)).hasSize(1);
    assertThat(jobs.count("run_at between now() + interval '4 min' and now() + interval '5 min'"))
        .isOne();
    assertThat(jobs.count("ref = 4 and run_at > now() + interval '2 hours'")).isOne();
    assertThat(jobs.count("leased_until <= now() + interval '31 seconds'")).isEqualTo(2);
    // The attempt that goes on still holds its job.
    jobs.settle(running, new Settlement.Done());
    assertThat(jobs.db.<Integer>inSystem(jobs.queue.sweeps()::repairTimes)).isZero();
  }

  private static void settle(Settlement settlement) {
    jobs.settle(jobs.claim(1).getFirst(), settlement);
  }

  private static Duration untilNext() {
    return jobs.db.inSystem(tx -> jobs.queue.untilNext(tx, Duration.ofHours(1)));
  }
}
