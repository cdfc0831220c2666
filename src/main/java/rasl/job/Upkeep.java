package rasl.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;

/** The regular work of a worker besides running jobs. */
final class Upkeep {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  private static final Duration GIVING_UP = Duration.ofSeconds(1);
  private static final Duration LOOKING_AT_TIMES = Duration.ofMinutes(1);
  private static final Duration COUNTING_DEAD = Duration.ofMinutes(1);
  private static final Duration DELETING_DEAD = Duration.ofHours(1);

  private final Db db;
  private final JobSweeps sweeps;
  private final DeadJobStore store = new DeadJobStore();
  private final MultiGauge dead;
  private final List<NowAndThen> all;

  Upkeep(Db db, JobQueue queue, GivingUp givingUp, MeterRegistry meters) {
    this.db = db;
    this.sweeps = queue.sweeps();
    this.dead =
        MultiGauge.builder("rasl.jobs.dead")
            .description("Jobs that were given up and are kept for people to look at, by kind")
            .register(meters);
    this.all =
        List.of(
            new NowAndThen(JobSweeps.PROMOTING, () -> db.inSystem(sweeps::promote)),
            new NowAndThen(GIVING_UP, once(givingUp::killers)),
            new NowAndThen(LOOKING_AT_TIMES, once(this::repairTimes)),
            new NowAndThen(COUNTING_DEAD, once(this::countDead)),
            new NowAndThen(DELETING_DEAD, () -> db.inSystem(store::deleteOld)));
  }

  /** Does what it is time for. */
  void run() {
    all.forEach(NowAndThen::run);
  }

  private void repairTimes() {
    int repaired = db.inSystem(sweeps::repairTimes);
    if (repaired > 0) {
      log.warn(
          "the clock of the database's machine was ahead: {} jobs waited for a time that was wrong",
          repaired);
    }
  }

  private void countDead() {
    List<DeadJobs> counted = db.inSystem(store::counted);
    dead.register(
        counted.stream()
            .map(jobs -> MultiGauge.Row.of(Tags.of("kind", jobs.kind()), jobs.count()))
            .toList(),
        true);
  }

  private static Piece once(Runnable work) {
    return () -> {
      work.run();
      return false;
    };
  }

  /** A piece of work. */
  @FunctionalInterface
  private interface Piece {
    /** Whether there is more of it to do now. */
    boolean done();
  }

  /** Something that is done at the start, and again after each pause. */
  private static final class NowAndThen {
    private final Duration pause;
    private final Piece work;
    private boolean more = true;
    private long begun;

    NowAndThen(Duration pause, Piece work) {
      this.pause = pause;
      this.work = work;
    }

    void run() {
      long now = System.nanoTime();
      if (more || now - begun >= pause.toNanos()) {
        begun = now;
        more = false;
        more = work.done();
      }
    }
  }
}
