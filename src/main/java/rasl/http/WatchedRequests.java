package rasl.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Tells {@link OpenConnections} when a request's head is there, and when its answer is out. */
final class WatchedRequests extends Handler.Wrapper {
  private final OpenConnections connections;

  WatchedRequests(Handler handler, OpenConnections connections) {
    super(handler);
    this.connections = connections;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
    @Nullable OpenConnection connection = connections.of(end);
    if (connection != null) {
      connection.answering();
      Request.addCompletionListener(request, _ -> connection.answered(System.nanoTime()));
    }
    return super.handle(request, response, callback);
  }
}
