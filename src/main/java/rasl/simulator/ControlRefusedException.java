package rasl.simulator;

/** A control call that is refused, with the text for its caller; it carries no stack trace. */
final class ControlRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  ControlRefusedException(int status, String text) {
    super(text, null, false, false);
    this.status = status;
    this.text = text;
  }

  static ControlRefusedException wrong(String text) {
    return new ControlRefusedException(422, text);
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }
}
