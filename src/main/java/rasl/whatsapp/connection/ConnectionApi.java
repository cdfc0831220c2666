package rasl.whatsapp.connection;

import java.time.Duration;
import rasl.audit.Actor;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.refusal.Refusal;

/** {@code /api/v2/whatsapp/connection}: a tenant's connection to its WhatsApp number. */
public final class ConnectionApi {
  private static final String PATH = "/api/v2/whatsapp/connection";

  private final ConnectionChanges changes;

  public ConnectionApi(ConnectionChanges changes) {
    this.changes = changes;
  }

  /** Adds its routes. */
  public void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.ACCOUNT_READ, this::get);
    routes.add("PUT", PATH, Scope.ACCOUNT_WRITE, this::put);
    routes.add("DELETE", PATH, Scope.ACCOUNT_WRITE, this::delete);
    routes.add("POST", PATH + "/check", Scope.ACCOUNT_WRITE, this::check);
  }

  private Answer get(Caller caller, Request request) {
    return Answer.ok(changes.show(caller.tenant()));
  }

  private Answer put(Caller caller, Request request) {
    ConnectionRequest wish = ConnectionRequest.from(request.fields());
    try {
      return changes.connect(request.change(), Actor.of(caller, request), wish);
    } catch (InterruptedException _) {
      throw stopping();
    }
  }

  private Answer delete(Caller caller, Request request) {
    return changes.disconnect(request.change(), Actor.of(caller, request));
  }

  private Answer check(Caller caller, Request request) {
    try {
      return changes.check(request.change());
    } catch (InterruptedException _) {
      throw stopping();
    }
  }

  private static RuntimeException stopping() {
    Thread.currentThread().interrupt();
    return new Refusal.ServiceUnavailable(Duration.ofSeconds(5)).thrown();
  }
}
