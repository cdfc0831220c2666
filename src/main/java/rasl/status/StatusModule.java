package rasl.status;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.Lists;
import rasl.named.NamedApi;
import rasl.named.NamedKind;
import rasl.named.NamedRecords;
import rasl.named.Usage;

/** Puts the status room together. */
public final class StatusModule {
  private static final NamedKind KIND =
      new NamedKind(
          "status",
          "Status",
          "/api/v2/statuses",
          Scope.STATUSES_READ,
          Scope.STATUSES_WRITE,
          true,
          named ->
              new StatusView(
                  named.id(), named.name(), named.color(), named.createdAt(), named.updatedAt()));

  private final NamedRecords records;
  private final NamedApi api;

  public StatusModule(Db db, EventLog events, Lists lists, Clock clock) {
    records = new NamedRecords(KIND, new UsedByContacts(), events, clock);
    api = new NamedApi(KIND, records, db, lists);
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** For rooms and commands that find or make one by its name. */
  public NamedRecords records() {
    return records;
  }

  /** The public shape. Changing it changes the contract in api/openapi.yaml. */
  record StatusView(
      long id, String name, @Nullable String color, Instant createdAt, Instant updatedAt) {}

  private static final class UsedByContacts implements Usage {
    @Override
    public long contacts(TenantTx tx, long id) {
      return tx.first(
              "select count(*) as contacts from contact where tenant_id = ? and status_id = ?",
              row -> row.getLong("contacts"),
              tx.tenantId(),
              id)
          .orElseThrow();
    }

    @Override
    public Optional<String> setting(TenantTx tx, long id) {
      return tx.first(
          """
          select 'default_status' as setting from tenant_settings
          where tenant_id = ? and default_status_id = ?
          """,
          row -> row.getString("setting"),
          tx.tenantId(),
          id);
    }
  }
}
