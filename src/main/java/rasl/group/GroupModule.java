package rasl.group;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
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

/** Puts the group room together. */
public final class GroupModule {
  private static final NamedKind KIND =
      new NamedKind(
          "contact_group",
          "Group",
          "/api/v2/groups",
          Scope.GROUPS_READ,
          Scope.GROUPS_WRITE,
          false,
          named -> new GroupView(named.id(), named.name(), named.createdAt(), named.updatedAt()));

  private final NamedRecords records;
  private final NamedApi api;

  public GroupModule(Db db, EventLog events, Lists lists, Clock clock) {
    records = new NamedRecords(KIND, new NeverInUse(), events, clock);
    api = new NamedApi(KIND, records, db, lists);
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** For the rooms that point to groups. */
  public NamedRecords records() {
    return records;
  }

  /** The public shape. Changing it changes the contract in api/openapi.yaml. */
  record GroupView(long id, String name, Instant createdAt, Instant updatedAt) {}

  /** A group that goes takes its memberships along, so nothing keeps it. */
  private static final class NeverInUse implements Usage {
    @Override
    public long contacts(TenantTx tx, long id) {
      return 0;
    }

    @Override
    public Optional<String> setting(TenantTx tx, long id) {
      return Optional.empty();
    }
  }
}
