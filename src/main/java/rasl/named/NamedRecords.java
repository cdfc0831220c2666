package rasl.named;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.DatabaseException;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.PlainText;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;

/** Makes, changes and deletes one kind of named records, each with its event. */
public final class NamedRecords {
  private final NamedKind kind;
  private final NamedStore store;
  private final Usage usage;
  private final EventLog events;
  private final Clock clock;

  public NamedRecords(NamedKind kind, Usage usage, EventLog events, Clock clock) {
    this.kind = kind;
    this.store = new NamedStore(kind);
    this.usage = usage;
    this.events = events;
    this.clock = clock;
  }

  NamedStore store() {
    return store;
  }

  ListPage<Named> list(TenantTx tx, Lists lists, ListQuery query) {
    return store.list(tx, lists, query);
  }

  /** The record with this id. */
  public Optional<Named> find(TenantTx tx, long id) {
    return store.find(tx, id);
  }

  /** The record; refuses where the tenant has none with this id. */
  public Named get(TenantTx tx, long id) {
    return find(tx, id).orElseThrow(this::notFound);
  }

  /** The record with this name, in any case. */
  public Optional<Named> findByName(TenantTx tx, String name) {
    return store.findByName(tx, name);
  }

  /** The ids of those of the names that exist, by the folded name. */
  public Map<String, Long> idsByName(TenantTx tx, Collection<String> names) {
    return names.isEmpty()
        ? Map.of()
        : store.findByNames(tx, names).stream()
            .collect(Collectors.toMap(named -> PlainText.folded(named.name()), Named::id));
  }

  /** The names of those of the ids that exist, by id. */
  public Map<Long, String> namesById(TenantTx tx, Collection<Long> ids) {
    return ids.isEmpty()
        ? Map.of()
        : store.findAll(tx, ids).stream().collect(Collectors.toMap(Named::id, Named::name));
  }

  /** The public shapes of those of the ids that exist, by id. */
  public Map<Long, Object> views(TenantTx tx, Collection<Long> ids) {
    return ids.isEmpty() ? Map.of() : views(store.findAll(tx, ids));
  }

  /**
   * As {@link #views}, for records that are about to be used: none of them can be deleted until the
   * transaction ends.
   */
  public Map<Long, Object> keep(TenantTx tx, Collection<Long> ids) {
    return ids.isEmpty() ? Map.of() : views(store.keepAll(tx, ids));
  }

  private Map<Long, Object> views(List<Named> found) {
    return found.stream().collect(Collectors.toMap(Named::id, kind.view()));
  }

  /** Makes a record; refuses where the name is taken. */
  public Named create(
      TenantTx tx, String name, @Nullable String color, @Nullable String requestId) {
    Named made = store.insert(tx, name, color, clock.instant()).orElseThrow(NamedRecords::taken);
    events.record(
        tx, Event.created(kind.resourceType(), made.id(), kind.view().apply(made)), requestId);
    return made;
  }

  /** The record with this name, in any case; it is made where there is none. */
  public Named ensure(TenantTx tx, String name) {
    Optional<Named> found = store.findByName(tx, name);
    if (found.isPresent()) {
      return found.get();
    }
    Optional<Named> made = store.insert(tx, name, null, clock.instant());
    made.ifPresent(
        one ->
            events.record(
                tx, Event.created(kind.resourceType(), one.id(), kind.view().apply(one)), null));
    // Where another transaction made it just now, it is there by now.
    return made.or(() -> store.findByName(tx, name)).orElseThrow(this::notFound);
  }

  /** Changes what was sent; nothing happens where nothing differs. */
  Named update(TenantTx tx, long id, NamedFields fields, String requestId) {
    Named before = store.lock(tx, id).orElseThrow(this::notFound);
    @Nullable String color = fields.colorGiven() ? fields.color().orElse(null) : before.color();
    if (before.name().equals(fields.name()) && Objects.equals(before.color(), color)) {
      return before;
    }
    Named after = new Named(id, fields.name(), color, before.createdAt(), clock.instant());
    try {
      tx.<Boolean>attempt(
          () -> {
            store.update(tx, after);
            return true;
          });
    } catch (DatabaseException e) {
      throw e.isUniqueViolation() ? taken() : e;
    }
    Event.updated(kind.resourceType(), id, kind.view().apply(before), kind.view().apply(after))
        .ifPresent(event -> events.record(tx, event, requestId));
    return after;
  }

  /**
   * Deletes a record. The database's own references decide whether it is in use, so that a contact
   * that takes it at the same moment either keeps it or fails.
   */
  void delete(TenantTx tx, long id, String requestId) {
    Named last = store.lock(tx, id).orElseThrow(this::notFound);
    try {
      tx.<Boolean>attempt(
          () -> {
            store.delete(tx, id);
            return true;
          });
    } catch (DatabaseException e) {
      throw e.isForeignKeyViolation() ? inUse(tx, id) : e;
    }
    events.record(tx, Event.deleted(kind.resourceType(), id, kind.view().apply(last)), requestId);
  }

  private RuntimeException inUse(TenantTx tx, long id) {
    long contacts = usage.contacts(tx, id);
    String by =
        usage
            .setting(tx, id)
            .map(setting -> "the setting " + setting + (contacts > 0 ? " and by contacts" : ""))
            .orElse("contacts");
    return new Refusal.ResourceConflict(
            kind.title() + " cannot be deleted: it is used by " + by + ".", contacts)
        .thrown();
  }

  private RuntimeException notFound() {
    return new Refusal.NotFound(kind.title()).thrown();
  }

  private static RuntimeException taken() {
    return Refusal.Invalid.field("name", "The name has already been taken.").thrown();
  }
}
