package rasl.status;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.Lists;
import rasl.named.NamedApi;
import rasl.named.NamedKind;
import rasl.named.NamedRecords;
import rasl.named.UsedByContacts;

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
    records = new NamedRecords(KIND, new UsedByContacts("status"), events, clock);
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
}
