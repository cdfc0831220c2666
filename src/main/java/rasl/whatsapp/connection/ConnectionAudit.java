package rasl.whatsapp.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.TenantTx;
import rasl.whatsapp.App;
import rasl.whatsapp.Connection;

/** What the audit tells of connections: never a token, only that there is another one. */
public record ConnectionAudit(Audit audit) {
  private static final Target TARGET = Target.of("connection");

  /** Records that a number was connected, or its connection changed. */
  void connected(TenantTx tx, Actor actor, Optional<Connection> old, Connection made) {
    Map<String, @Nullable Object> after = fields(made);
    boolean same =
        old.filter(was -> was.accessToken().text().equals(made.accessToken().text())).isPresent();
    if (!same) {
      after.put("access", old.isPresent() ? "replaced" : "given");
    }
    audit.record(
        tx,
        actor,
        old.isPresent() ? "connection.updated" : "connection.created",
        TARGET,
        old.map(was -> State.of(fields(was))).orElseGet(State::none),
        State.of(after));
  }

  void disconnected(TenantTx tx, Actor actor, Connection last) {
    audit.record(tx, actor, "connection.deleted", TARGET, State.of(fields(last)), State.none());
  }

  private static Map<String, @Nullable Object> fields(Connection connection) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("phone_number_id", connection.phoneNumberId());
    fields.put("business_account_id", connection.businessAccountId());
    fields.put("display_phone_number", connection.displayPhoneNumber());
    fields.put("app", connection.appKey().equals(App.SHARED) ? "shared" : "own");
    return fields;
  }
}
