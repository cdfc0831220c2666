package rasl.source;

import java.time.Clock;
import java.time.Instant;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.Lists;
import rasl.named.NamedApi;
import rasl.named.NamedKind;
import rasl.named.NamedRecords;
import rasl.named.UsedByContacts;

/** Puts the source room together. */
public final class SourceModule {
  private static final NamedKind KIND =
      new NamedKind(
          "source",
          "Source",
          "/api/v2/sources",
          Scope.SOURCES_READ,
          Scope.SOURCES_WRITE,
          false,
          named -> new SourceView(named.id(), named.name(), named.createdAt(), named.updatedAt()));

  private final NamedRecords records;
  private final NamedApi api;

  public SourceModule(Db db, EventLog events, Lists lists, Clock clock) {
    records = new NamedRecords(KIND, new UsedByContacts("source"), events, clock);
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
  record SourceView(long id, String name, Instant createdAt, Instant updatedAt) {}
}
