package rasl.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.WaitingCaller;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** Turns the library's requests into ours, and our answers into the library's. */
final class JettyHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(JettyHandler.class);

  /** An unread body up to this size is read to its end, so that the connection lives on. */
  private static final long KEEP_ALIVE_BYTES = 1 << 20;

  private static final int STREAM_BUFFER = 32 * 1024;

  private final RawHandler handler;
  private final ErrorBody errors;
  private final HttpServer.Limits limits;

  JettyHandler(RawHandler handler, ErrorBody errors, HttpServer.Limits limits) {
    this.handler = handler;
    this.errors = errors;
    this.limits = limits;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    return WaitingCaller.serve(hangUp(request), () -> serve(request, response, callback));
  }

  private static BooleanSupplier hangUp(Request request) {
    return request.getConnectionMetaData().getConnection().getEndPoint()
            instanceof WatchedEndPoint end
        ? end::isHungUp
        : () -> false;
  }

  private boolean serve(Request request, Response response, Callback callback) {
    var body = new JettyBody(request, limits.body());
    RawResponse answer = answer(request, body);
    if (answer.dropsConnection()) {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
      callback.succeeded();
      return true;
    }
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    if (answer.writer().isPresent()) {
      stream(request, response, answer.writer().get(), body, callback);
      return true;
    }
    response.getHeaders().put("Content-Length", answer.body().length);
    if (body.isEnded()) {
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
    } else {
      answerBeforeTheEnd(request, response, answer, body, callback);
    }
    return true;
  }

  private RawResponse answer(Request request, JettyBody body) {
    try {
      return handler.handle(raw(request, body));
    } catch (BrokenRequestException e) {
      return errors.answer(e.status(), e.reason());
    } catch (RefusedException e) {
      int status = e.refusal() instanceof Refusal.PayloadTooLarge ? 413 : 400;
      return errors.answer(status, "The request body is too large");
    } catch (RuntimeException e) {
      LOG.error("a handler threw", e);
      return errors.answer(500, "The server failed");
    }
  }

  /** Waits for a slow reader; a failure in the middle cuts the connection. */
  private static void stream(
      Request request, Response response, BodyWriter writer, JettyBody body, Callback callback) {
    if (!body.isEnded()) {
      response.getHeaders().put("Connection", "close");
    }
    if (request.getMethod().equals("HEAD")) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    try {
      // Closed at the end alone: closing says that the answer is whole.
      OutputStream out =
          new BufferedOutputStream(Content.Sink.asOutputStream(response), STREAM_BUFFER);
      writer.writeTo(out);
      out.close();
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    }
  }

  /**
   * A client that is still sending does not read: the answer goes out first, then the rest of the
   * body is thrown away within limits, so that closing does not reset the connection under it.
   */
  private void answerBeforeTheEnd(
      Request request, Response response, RawResponse answer, JettyBody body, Callback callback) {
    boolean waits = request.getHeaders().contains("Expect");
    long declared = request.getLength();
    boolean keeps = !waits && !body.isBroken() && declared >= 0 && declared <= KEEP_ALIVE_BYTES;
    if (!keeps) {
      response.getHeaders().put("Connection", "close");
    }
    response.write(
        true,
        ByteBuffer.wrap(answer.body()),
        Callback.from(
            () ->
                Thread.ofVirtual()
                    .name("drain")
                    .start(
                        () -> {
                          if (!waits) {
                            body.drain(limits.drainBytes());
                          }
                          callback.succeeded();
                        }),
            callback::failed));
  }

  private static RawRequest raw(Request request, JettyBody body) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      String value = field.getValue();
      headers
          .computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(value == null ? "" : value);
    }
    String path = request.getHttpURI().getPath();
    String query = request.getHttpURI().getQuery();
    return new RawRequest(
        request.getMethod(),
        path == null ? "" : path,
        query == null ? "" : query,
        headers,
        address(request),
        body);
  }

  private static String address(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
                instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress().getHostAddress()
        : "";
  }
}
