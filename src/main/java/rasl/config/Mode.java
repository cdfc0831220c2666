package rasl.config;

/** The purpose for which settings are read. It decides which of them must be given. */
public enum Mode {
  /** {@code ./rasl start}: everything has a default that suits a trial on one's own machine. */
  TRIAL,
  /** {@code ./rasl start --prod}: defaults that only suit a trial are refused. */
  PRODUCTION,
  /** A command that runs while the server may run, such as {@code ./rasl token create}. */
  COMMAND
}
