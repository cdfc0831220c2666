package rasl.http;

/** Carries a kept answer out of a repeated request; expected, so without a stack trace. */
final class ReplayedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient KeptAnswer kept;

  ReplayedException(KeptAnswer kept) {
    super("a repeat", null, false, false);
    this.kept = kept;
  }

  KeptAnswer kept() {
    return kept;
  }
}
