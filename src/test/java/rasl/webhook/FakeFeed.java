package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.json.Json;

/** A feed in memory, for what deliveries make of any feed. */
final class FakeFeed implements EventSource {
  private final Map<TenantId, List<Occurrence>> events = new ConcurrentHashMap<>();
  private final Set<Long> open = ConcurrentHashMap.newKeySet();

  /** Something happened to a contact. */
  Occurrence add(TenantId tenant, String type, long contact) {
    List<Occurrence> all = events.computeIfAbsent(tenant, _ -> new CopyOnWriteArrayList<>());
    long position = all.size() + 1L;
    String id = "evt_" + tenant + "_" + position;
    String json =
        Json.write(
            Map.of(
                "event", Map.of("id", id, "type", type),
                "data", Map.of("resource", Map.of("type", "contact", "id", contact))));
    var event =
        new Occurrence(
            position,
            id,
            type,
            "contact",
            contact,
            Instant.EPOCH,
            json.getBytes(StandardCharsets.UTF_8));
    all.add(event);
    return event;
  }

  /** A customer has written in a conversation. */
  synchronized void addMessage(TenantId tenant, long conversation, Instant at) {
    List<Occurrence> all = events.computeIfAbsent(tenant, _ -> new CopyOnWriteArrayList<>());
    long position = all.size() + 1L;
    String id = "evt_" + tenant + "_" + position;
    String json =
        Json.write(
            Map.of(
                "event", Map.of("id", id, "type", Batches.TYPE),
                "data",
                    Map.of("relationships", Map.of("conversation", Map.of("id", conversation)))));
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    all.add(new Occurrence(position, id, Batches.TYPE, "message", position, at, bytes));
  }

  boolean isOpenTo(long endpoint) {
    return open.contains(endpoint);
  }

  @Override
  public void opened(TenantTx tx, long endpoint, boolean statuses) {
    open.add(endpoint);
  }

  @Override
  public void closed(TenantTx tx, long endpoint) {
    open.remove(endpoint);
  }

  @Override
  public OptionalLong start(TenantTx tx, long endpoint) {
    return OptionalLong.of(0);
  }

  @Override
  public List<Occurrence> after(TenantTx tx, long position, int most, Predicate<String> wanted) {
    return events.getOrDefault(tx.tenant(), List.of()).stream()
        .filter(event -> event.position() > position)
        .limit(most)
        .toList();
  }

  @Override
  public Optional<Occurrence> at(TenantTx tx, long position) {
    return after(tx, position - 1, 1, _ -> true).stream().findFirst();
  }

  @Override
  public long newest(TenantTx tx) {
    return events.getOrDefault(tx.tenant(), List.of()).size();
  }
}
