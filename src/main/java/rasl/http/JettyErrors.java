package rasl.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Puts what the server library refuses by itself into our own words and envelope. */
final class JettyErrors extends ErrorHandler {
  /** The library's own reasons name its internals; these do not. */
  private static final Map<Integer, String> REASONS =
      Map.of(
          400, "The request is not valid HTTP",
          408, "The request took too long to arrive",
          413, "The request body is too large",
          414, "The request's address is too long",
          426, "This version of HTTP is not spoken here",
          431, "The request's headers are too large",
          503, "The server is shutting down",
          505, "This version of HTTP is not spoken here");

  private final ErrorBody errors;

  JettyErrors(ErrorBody errors) {
    this.errors = errors;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      @Nullable Throwable cause,
      Callback callback) {
    RawResponse answer = errors.answer(status, reason(status));
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    response.getHeaders().put("Content-Length", answer.body().length);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }

  private static String reason(int status) {
    return REASONS.getOrDefault(
        status, status < 500 ? "The request is not valid" : "The server failed");
  }
}
