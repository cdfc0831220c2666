package rasl.http;

/**
 * The request broke while its body was read: bad chunks, or a client that is too slow or gone. A
 * {@link RawHandler} may let it pass; the server then answers with its {@link ErrorBody}.
 */
public final class BrokenRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  BrokenRequestException(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  /** The HTTP status: 400 or 408. */
  public int status() {
    return status;
  }

  /** What is wrong, in words that may be shown. */
  public String reason() {
    return reason;
  }
}
