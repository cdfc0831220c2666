package rasl.job;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.testkit.TestDatabase;

/** A job table for one test class, and what its tests do with it again and again. */
final class JobTable implements AutoCloseable {
  static final TenantId ANN = new TenantId(1);
  static final TenantId BOB = new TenantId(2);

  final TestDatabase database = TestDatabase.create();
  final Db db = database.db();
  final JobQueue queue = new JobQueue("node", () -> {}, new Backoff(Backoff.USUAL, new Random(1)));

  void empty() {
    database.asOwner("delete from job");
  }

  void add(TenantId tenant, int count) {
    add(tenant, LongStream.rangeClosed(1, count).mapToObj(NewJob::ready).toList());
  }

  void add(TenantId tenant, List<NewJob> jobs) {
    db.doInTenant(tenant, tx -> queue.enqueueAll(tx, "x", jobs));
  }

  void addLater(TenantId tenant, long ref, Duration delay) {
    add(tenant, List.of(NewJob.later(ref, delay)));
  }

  List<Job> claim(JobSlots.Room room) {
    return db.inSystem(tx -> queue.claim(tx, room));
  }

  List<Job> claim(int limit) {
    return db.inSystem(tx -> queue.claim(tx, limit));
  }

  void settle(Job job, Settlement settlement) {
    db.doInTenant(job.tenant(), tx -> queue.settle(tx, job, settlement));
  }

  boolean promote() {
    return db.inSystem(queue.sweeps()::promote);
  }

  void sql(String sql) {
    database.asOwner(sql);
  }

  long count(String condition) {
    return Long.parseLong(
        database.column("select count(*) from job where " + condition).getFirst());
  }

  @Override
  public void close() {
    database.close();
  }
}
