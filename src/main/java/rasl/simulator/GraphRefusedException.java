package rasl.simulator;

/** An error on its way to the answer; expected, so it carries no stack trace. */
final class GraphRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient MetaError error;

  GraphRefusedException(MetaError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  MetaError error() {
    return error;
  }
}
