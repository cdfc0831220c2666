package rasl.job;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.job.JobTable.ANN;
import static rasl.job.JobTable.BOB;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rasl.db.TenantId;

/** How tenants share the slots of a node. */
class JobSlotsTest {
  private static final TenantId CID = new TenantId(3);
  private static final JobTable jobs = new JobTable();

  private final JobSlots slots = new JobSlots(16);

  @AfterAll
  static void drop() {
    jobs.close();
  }

  @BeforeEach
  void empty() {
    jobs.empty();
  }

  @Test
  void oneTenantAloneHoldsHalf() {
    jobs.add(ANN, 50);
    assertThat(begin()).hasSize(8);
    assertThat(begin()).isEmpty();
    end(ANN, 2);
    assertThat(begin()).hasSize(2);
  }

  @Test
  void aTenantThatComesLaterFindsAFreeSlot() {
    jobs.add(ANN, 50);
    begin();
    jobs.add(BOB, 50);
    assertThat(begin()).hasSize(4).allMatch(job -> job.tenant().equals(BOB));
    jobs.add(CID, 1);
    assertThat(begin()).extracting(Job::tenant).containsExactly(CID);
  }

  @Test
  void twoThatComeTogetherHoldAThirdEach() {
    jobs.add(ANN, 50);
    jobs.add(BOB, 50);
    List<Job> begun = begin();
    assertThat(begun).filteredOn(job -> job.tenant().equals(ANN)).hasSize(5);
    assertThat(begun).filteredOn(job -> job.tenant().equals(BOB)).hasSize(5);
  }

  @Test
  void theLastSlotIsForATenantThatHoldsNone() {
    var few = new JobSlots(2);
    jobs.add(ANN, 5);
    assertThat(begin(few)).hasSize(1);
    assertThat(begin(few)).isEmpty();
    jobs.add(BOB, 5);
    assertThat(begin(few)).extracting(Job::tenant).containsExactly(BOB);
    assertThat(begin(few)).isEmpty();
    assertThat(begin(new JobSlots(1))).hasSize(1);
  }

  @Test
  void jobsWhoseWorkerDiedAreSharedLikewise() {
    jobs.add(ANN, 50);
    jobs.add(BOB, 1);
    jobs.claim(51);
    jobs.sql("update job set leased_until = now() - interval '1 minute'");
    assertThat(begin()).hasSize(8).extracting(Job::tenant).contains(BOB);
  }

  @Test
  void theTenantThatHoldsLessGoesFirst() {
    jobs.add(ANN, 50);
    slots.take(ANN);
    slots.take(ANN);
    jobs.add(BOB, 3);
    JobSlots.Room room = slots.room();
    assertThat(jobs.claim(new JobSlots.Room(2, room.free(), room.held())))
        .allMatch(job -> job.tenant().equals(BOB));
  }

  @Test
  void aClaimIsWorthItOnlyWhereSeveralMayBegin() {
    jobs.add(ANN, 50);
    begin();
    assertThat(slots.isScarce()).isTrue();
    assertThat(slots.release(ANN)).isFalse();
    assertThat(slots.release(ANN)).isTrue();
    assertThat(slots.release(ANN)).isFalse();
    assertThat(slots.isScarce()).isFalse();
  }

  private List<Job> begin() {
    return begin(slots);
  }

  private static List<Job> begin(JobSlots slots) {
    List<Job> begun = jobs.claim(slots.room());
    begun.forEach(job -> slots.take(job.tenant()));
    return begun;
  }

  private void end(TenantId tenant, int count) {
    for (int i = 0; i < count; i++) {
      slots.release(tenant);
    }
  }
}
