package rasl.cli;

/** The exit codes of every command. Scripts rely on them. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int CONFIGURATION = 100;

  private ExitCode() {}
}
