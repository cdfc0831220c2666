package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.testkit.TestDatabase;

/** The job table: each job has one holder, who dies without anyone cleaning up after it. */
class JobQueueTest {
  private static final TestDatabase database = TestDatabase.create();
  private static final Db db = database.db();
  private static final TenantId ANN = new TenantId(1);
  private static final TenantId BOB = new TenantId(2);

  private final JobQueue queue =
      new JobQueue("one", () -> {}, new Backoff(Backoff.USUAL, new Random(1)));
  private final JobQueue other =
      new JobQueue("two", () -> {}, new Backoff(Backoff.USUAL, new Random(1)));

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.asOwner("delete from job");
  }

  @Test
  void aJobIsClaimedByOneAndGoneWhenItIsDone() {
    add(ANN, 1);
    Job job = claim(10).getFirst();
    assertThat(claimBy(other, 10)).isEmpty();
    assertThat(job.attempt().fence()).isEqualTo(1);
    assertThat(job.lost()).isZero();
    settle(job, new Settlement.Done());
    lapse();
    assertThat(claim(10)).isEmpty();
  }

  @Test
  void aHeldJobIsNobodyElses() {
    List<Job> held =
        db.inTenant(
            ANN,
            tx ->
                queue.enqueueAll(
                    tx,
                    "x",
                    List.of(new NewJob(7, Lane.REPLY, Duration.ZERO, true), NewJob.ready(8))));
    assertThat(held).extracting(Job::ref).containsExactly(7L, 8L);
    assertThat(claimBy(other, 10)).extracting(Job::ref).containsExactly(8L);
  }

  @Test
  void afterALostLeaseTheOldAttemptChangesNothing() {
    add(ANN, 1);
    Job old = claim(1).getFirst();
    lapse();
    Job next = claimBy(other, 1).getFirst();
    assertThat(next.id()).isEqualTo(old.id());
    assertThat(next.attempt().fence()).isEqualTo(2);
    assertThat(next.lost()).isEqualTo(1);
    for (Settlement settlement :
        List.of(
            new Settlement.Done(),
            new Settlement.RetryIn(Duration.ZERO, "again"),
            new Settlement.WaitFor(Duration.ZERO, "turn"),
            new Settlement.Broken(Duration.ZERO, "broken"),
            new Settlement.Dead("dead"))) {
      assertThatThrownBy(() -> settle(old, settlement)).isInstanceOf(LeaseLostException.class);
    }
    assertThat(db.<Boolean>inSystem(tx -> queue.renew(tx, old))).isFalse();
    assertThat(db.<Boolean>inSystem(tx -> other.renew(tx, next))).isTrue();
    settle(next, new Settlement.Done());
  }

  @Test
  void aRetryForgetsWhatWasLostAndABrokenAttemptDoesNot() {
    add(ANN, 1);
    claim(1);
    lapse();
    Job lost = claim(1).getFirst();
    settle(lost, new Settlement.Broken(Duration.ZERO, "an exception"));
    Job again = claim(1).getFirst();
    assertThat(again.lost()).isEqualTo(1);
    settle(again, new Settlement.RetryIn(Duration.ZERO, "noted"));
    assertThat(claim(1).getFirst().lost()).isZero();
  }

  @Test
  void aJobThatKillsItsWorkersIsGivenUpAfterFive() {
    add(ANN, 1);
    for (int i = 0; i < JobQueue.MOST_LOST; i++) {
      assertThat(db.inSystem(queue::claimKillers)).isEmpty();
      assertThat(claim(1)).hasSize(1);
      lapse();
    }
    assertThat(claim(1)).isEmpty();
    Job killer = db.inSystem(queue::claimKillers).getFirst();
    assertThat(db.inSystem(other::claimKillers)).isEmpty();
    assertThat(claim(1)).isEmpty();
    // Whoever was to give it up has died too: somebody else does.
    lapse();
    assertThat(claim(1)).isEmpty();
    Job again = db.inSystem(other::claimKillers).getFirst();
    assertThatThrownBy(() -> settle(killer, new Settlement.Dead("killer")))
        .isInstanceOf(LeaseLostException.class);
    settle(again, new Settlement.Dead("killer"));
    lapse();
    assertThat(db.inSystem(queue::claimKillers)).isEmpty();
  }

  @Test
  void onlyWorkThatNobodyBeganCanBeTakenBack() {
    add(ANN, 1);
    Job running = claim(1).getFirst();
    assertThat(withdraw(running.id())).isFalse();
    settle(running, new Settlement.Broken(Duration.ZERO, "an exception"));
    assertThat(withdraw(running.id())).isTrue();
    assertThat(withdraw(running.id())).isFalse();
    add(ANN, 2);
    long id = claim(1).getFirst().id();
    lapse();
    settle(claim(1).getFirst(), new Settlement.Broken(Duration.ZERO, "after one that was lost"));
    assertThat(withdraw(id)).isFalse();
  }

  @Test
  void aTenantWithMuchWorkDoesNotHoldUpOneWithLittle() {
    add(ANN, LongStream.rangeClosed(1, 100).toArray());
    add(BOB, 1);
    assertThat(claim(4)).extracting(Job::tenant).contains(BOB);
  }

  @Test
  void whatIsFirstGoesBeforeAllThatWaitsForItsTenant() {
    add(ANN, LongStream.rangeClosed(1, 20).toArray());
    db.doInTenant(ANN, tx -> queue.enqueueFirst(tx, "urgent", 99));
    assertThat(claim(1)).extracting(Job::kind).containsExactly("urgent");
  }

  @Test
  void whatIsHandedBackWasNeverTried() {
    add(ANN, 1);
    List<Job> jobs = claim(1);
    db.doInSystem(tx -> queue.handBack(tx, jobs));
    Job again = claimBy(other, 1).getFirst();
    assertThat(again.attempt().fence()).isEqualTo(1);
    assertThat(again.lost()).isZero();
  }

  @Test
  void aRetryWaitsForItsPauseAndTheQueueKnowsHowLong() {
    add(ANN, 1);
    settle(claim(1).getFirst(), new Settlement.RetryIn(Duration.ofMinutes(1), "later"));
    assertThat(claim(1)).isEmpty();
    Duration wait = db.inSystem(tx -> queue.untilNext(tx, Duration.ofHours(1)));
    assertThat(wait).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61));
  }

  @Test
  void anEarlierLaneGoesFirstAndTheLastKeepsATenth() {
    addInLane(ANN, Lane.BULK, LongStream.rangeClosed(1, 300).toArray());
    addInLane(ANN, Lane.REPLY, LongStream.rangeClosed(1001, 1100).toArray());
    addInLane(ANN, Lane.CODE, LongStream.rangeClosed(2001, 2040).toArray());
    List<Job> jobs = claim(100);
    assertThat(jobs).filteredOn(job -> lane(job) == Lane.CODE).hasSize(40);
    assertThat(jobs).filteredOn(job -> lane(job) == Lane.REPLY).hasSizeBetween(49, 51);
    assertThat(jobs).filteredOn(job -> lane(job) == Lane.BULK).hasSizeBetween(9, 11);
  }

  @Test
  void oneByOneTheLastLaneKeepsATenthToo() {
    addInLane(ANN, Lane.BULK, LongStream.rangeClosed(1, 200).toArray());
    addInLane(ANN, Lane.CODE, LongStream.rangeClosed(2001, 2200).toArray());
    int bulk = 0;
    for (int i = 0; i < 200; i++) {
      bulk += lane(claim(1).getFirst()) == Lane.BULK ? 1 : 0;
    }
    // Chance decides; less than one in ten million runs is outside of this.
    assertThat(bulk).isBetween(3, 47);
  }

  @Test
  void theLanesDoNotHoldUpATenantsOtherWorkNorTheOtherWay() {
    addInLane(ANN, Lane.CODE, LongStream.rangeClosed(1, 100).toArray());
    add(ANN, LongStream.rangeClosed(1001, 1100).toArray());
    assertThat(claim(10)).filteredOn(job -> job.lane().isEmpty()).hasSize(5);
  }

  @Test
  void aClosedGateKeepsItsTenantsLanesAndNothingElse() {
    addInLane(ANN, Lane.CODE, 1, 2, 3);
    add(ANN, 4);
    addInLane(BOB, Lane.BULK, 5);
    queue.gates().close(ANN, Duration.ofHours(1), 1);
    assertThat(claim(10)).extracting(Job::ref).containsExactlyInAnyOrder(4L, 5L);
    Duration wait = db.inSystem(tx -> queue.untilNext(tx, Duration.ofHours(2)));
    // Those two are leased for half a minute, and what the gate keeps is due.
    assertThat(wait).isBetween(Duration.ofSeconds(20), JobQueue.LEASE);
    queue.gates().close(ANN, Duration.ZERO, 2);
    assertThat(claim(10)).extracting(Job::ref).containsExactlyInAnyOrder(1L, 2L);
    queue.gates().open(ANN);
    assertThat(claim(10)).extracting(Job::ref).containsExactly(3L);
  }

  @Test
  void anAttemptThatOnlyHadToWaitIsNoTry() {
    add(ANN, 1, 2);
    List<Job> jobs = claim(2);
    db.inTenant(
        ANN,
        tx ->
            queue.settleAll(
                tx,
                jobs,
                Collections.nCopies(
                    2, (Settlement) new Settlement.WaitFor(Duration.ZERO, "turn"))));
    for (Job again : claim(2)) {
      assertThat(again.attempt().fence()).isEqualTo(2);
      assertThat(again.tries()).isEqualTo(1);
    }
    assertThatThrownBy(() -> settle(jobs.getFirst(), new Settlement.Done()))
        .isInstanceOf(LeaseLostException.class);
  }

  @Test
  void groupsAreSettledOneByOne() {
    add(ANN, 1, 2);
    List<Job> jobs = new ArrayList<>(claim(2));
    database.asOwner("update job set attempt = attempt + 1 where id = " + jobs.getFirst().id());
    List<Boolean> written =
        db.inTenant(
            ANN,
            tx ->
                queue.settleAll(
                    tx, jobs, Collections.nCopies(2, (Settlement) new Settlement.Done())));
    assertThat(written).containsExactly(false, true);
  }

  private void add(TenantId tenant, long... refs) {
    List<Long> rows = LongStream.of(refs).boxed().toList();
    db.doInTenant(
        tenant, tx -> queue.enqueueAll(tx, "x", rows.stream().map(NewJob::ready).toList()));
  }

  private boolean withdraw(long id) {
    return db.<Boolean>inTenant(ANN, tx -> queue.withdraw(tx, id));
  }

  private void addInLane(TenantId tenant, Lane lane, long... refs) {
    List<NewJob> added =
        LongStream.of(refs).mapToObj(ref -> new NewJob(ref, lane, Duration.ZERO, false)).toList();
    db.doInTenant(tenant, tx -> queue.enqueueAll(tx, "x", added));
  }

  private static Lane lane(Job job) {
    return job.lane().orElseThrow();
  }

  private List<Job> claim(int limit) {
    return claimBy(queue, limit);
  }

  private static List<Job> claimBy(JobQueue queue, int limit) {
    return db.inSystem(tx -> queue.claim(tx, limit));
  }

  private void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }

  private static void lapse() {
    database.asOwner("update job set leased_until = now() where state = 'running'");
  }
}
