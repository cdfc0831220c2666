package rasl.config;

/** What the settings are read for. It decides which of them must be given. */
public enum Mode {
  /** {@code ./rasl start}: everything has a default that suits a trial on one's own machine. */
  TRIAL,
  /** {@code ./rasl start --prod}: defaults that only suit a trial are refused. */
  PRODUCTION,
  /** A command beside the server, such as {@code ./rasl token create}. */
  COMMAND
}
