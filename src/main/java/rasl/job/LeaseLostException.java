package rasl.job;

/** The attempt no longer holds the lease: its result must not be written. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LeaseLostException(Job job) {
    super("job " + job.id() + ", " + job.attempt(), null, false, false);
  }
}
