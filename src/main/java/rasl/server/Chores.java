package rasl.server;

import java.time.Duration;
import rasl.job.Duties;
import rasl.job.Repeating;

/** What the server does now and then, until it stops. */
public final class Chores {
  private final RunningParts running;
  private final Duties duties;

  /** Starts chores among these parts. */
  public Chores(RunningParts running, Duties duties) {
    this.running = running;
    this.duties = duties;
  }

  /** Repeats the work on every node. */
  public void onEachNode(String chore, Duration pause, Runnable work) {
    running.add(Repeating.start(chore, pause, work));
  }

  /** Another node takes over after three pauses. */
  public void onOneNode(String duty, Duration pause, Runnable work) {
    onEachNode(duty, pause, () -> duties.attend(duty, pause.multipliedBy(3), work));
  }
}
