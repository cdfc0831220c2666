package rasl.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/** The SQL that stores what came of attempts, many at a time. */
final class NoteStore {
  private static final int IDS_AT_ONCE = 100;

  /** Upper ends of the classes in which times are counted, in milliseconds. */
  private static final int[] CLASSES = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, Integer.MAX_VALUE
  };

  private final Counter delivered;
  private final Counter failed;
  private final Counter exhausted;

  NoteStore(MeterRegistry meters) {
    delivered = attempts(meters, "delivered");
    failed = attempts(meters, "failed");
    exhausted =
        Counter.builder("rasl.webhooks.exhausted")
            .description("Deliveries that failed to their last attempt")
            .register(meters);
  }

  private static Counter attempts(MeterRegistry meters, String outcome) {
    return Counter.builder("rasl.webhooks.attempts")
        .description("Attempts to deliver an event to an endpoint")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** Ids for new deliveries. */
  List<Long> newIds(TenantTx tx) {
    long first =
        tx.first("select nextval('webhook_delivery_id_seq') as id", row -> row.getLong("id"))
            .orElseThrow();
    var ids = new ArrayList<Long>();
    for (long id = first; id < first + IDS_AT_ONCE; id++) {
      ids.add(id);
    }
    return ids;
  }

  /** Stores what came of attempts at an endpoint. */
  void note(TenantTx tx, long endpoint, List<Noted> all) {
    if (all.isEmpty()) {
      return;
    }
    List<Noted> made = all.stream().filter(one -> one.parcel().delivery().isEmpty()).toList();
    List<Noted> old = all.stream().filter(one -> one.parcel().delivery().isPresent()).toList();
    if (!made.isEmpty()) {
      insert(tx, endpoint, made);
    }
    if (!old.isEmpty()) {
      update(tx, old);
    }
    addAttempts(tx, all);
    count(tx, endpoint, all);
    tx.afterCommit(() -> all.forEach(this::measure));
  }

  private void measure(Noted one) {
    (one.outcome().isSuccess() ? delivered : failed).increment();
    if (one.status() == Noted.Status.EXHAUSTED) {
      exhausted.increment();
    }
  }

  private static void insert(TenantTx tx, long endpoint, List<Noted> made) {
    tx.update(
        """
        insert into webhook_delivery (tenant_id, webhook_id, id, position, event_id, event_type,
          resource_type, resource_id, kind, body, status, attempts, round, next_at, last_status,
          created_at, finished_at)
        select ?, ?, id, position, event_id, event_type, resource_type, resource_id, kind, body,
          status, 1, 1, next_at, last_status, created_at, finished_at
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as input (id, position, event_id,
          event_type, resource_type, resource_id, kind, body, status, next_at, last_status,
          created_at, finished_at)
        on conflict do nothing
        """,
        tx.tenantId(),
        endpoint,
        longs(made, Noted::delivery),
        longs(made, one -> boxed(one.parcel())),
        texts(made, one -> one.parcel().id()),
        texts(made, one -> one.parcel().type()),
        texts(made, one -> one.parcel().resource().type()),
        longs(made, one -> one.parcel().resource().id()),
        texts(made, one -> one.parcel().kind().text()),
        texts(made, NoteStore::body),
        texts(made, one -> one.status().text()),
        times(made, one -> one.next().orElse(null)),
        ints(made, NoteStore::lastStatus),
        times(made, one -> one.outcome().at()),
        times(made, NoteStore::finishedAt));
  }

  private static void update(TenantTx tx, List<Noted> old) {
    tx.update(
        """
        update webhook_delivery set status = mine.status, attempts = mine.attempts,
          round = mine.round, next_at = mine.next_at, last_status = mine.last_status,
          finished_at = mine.finished_at
        from unnest(?, ?, ?, ?, ?, ?, ?) as mine (id, status, attempts, round, next_at,
          last_status, finished_at)
        where webhook_delivery.tenant_id = ? and webhook_delivery.id = mine.id
        """,
        longs(old, Noted::delivery),
        texts(old, one -> one.status().text()),
        ints(old, Noted::number),
        ints(old, one -> one.parcel().round() + 1),
        times(old, one -> one.next().orElse(null)),
        ints(old, NoteStore::lastStatus),
        times(old, NoteStore::finishedAt),
        tx.tenantId());
  }

  private static void addAttempts(TenantTx tx, List<Noted> all) {
    tx.update(
        """
        insert into webhook_attempt (tenant_id, delivery_id, number, at, millis, status, error,
          answer, url, header_names)
        select ?, delivery_id, number, at, millis, status, error, answer, url, header_names
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as input (delivery_id, number, at, millis, status,
          error, answer, url, header_names)
        on conflict do nothing
        """,
        tx.tenantId(),
        longs(all, Noted::delivery),
        ints(all, Noted::number),
        times(all, one -> one.outcome().at()),
        ints(all, one -> one.outcome().millis()),
        ints(all, NoteStore::lastStatus),
        texts(all, one -> one.outcome().error().orElse(null)),
        texts(all, one -> one.outcome().answer().isEmpty() ? null : one.outcome().answer()),
        texts(all, one -> one.outcome().url()),
        texts(all, NoteStore::headerNames));
  }

  private static @Nullable String headerNames(Noted one) {
    List<String> names = one.outcome().headerNames();
    return names.isEmpty() ? null : String.join(",", names);
  }

  private record Line(Instant hour, boolean delivered, int upToMillis) implements Comparable<Line> {
    @Override
    public int compareTo(Line other) {
      int byHour = hour.compareTo(other.hour);
      int byKind = byHour == 0 ? Boolean.compare(delivered, other.delivered) : byHour;
      return byKind == 0 ? Integer.compare(upToMillis, other.upToMillis) : byKind;
    }
  }

  /** In one order everywhere, so that no two nodes wait for each other. */
  private static void count(TenantTx tx, long endpoint, List<Noted> all) {
    Map<Line, Long> lines = new TreeMap<>();
    for (Noted one : all) {
      var line =
          new Line(
              one.outcome().at().truncatedTo(ChronoUnit.HOURS),
              one.outcome().isSuccess(),
              upTo(one.outcome().millis()));
      lines.merge(line, 1L, Long::sum);
    }
    tx.update(
        """
        insert into webhook_hour (tenant_id, webhook_id, hour, delivered, up_to_millis, attempts)
        select ?, ?, hour, delivered, up_to_millis, attempts
        from unnest(?, ?, ?, ?) as input (hour, delivered, up_to_millis, attempts)
        on conflict (tenant_id, webhook_id, hour, delivered, up_to_millis)
          do update set attempts = webhook_hour.attempts + excluded.attempts
        """,
        tx.tenantId(),
        endpoint,
        lines.keySet().stream().map(Line::hour).toArray(Instant[]::new),
        lines.keySet().stream().map(Line::delivered).toArray(Boolean[]::new),
        lines.keySet().stream().map(Line::upToMillis).toArray(Integer[]::new),
        lines.values().toArray(Long[]::new));
  }

  private static int upTo(int millis) {
    for (int end : CLASSES) {
      if (millis <= end) {
        return end;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Of an event the feed has it; of anything else nobody. */
  private static @Nullable String body(Noted one) {
    return one.parcel().kind() == Parcel.Kind.EVENT
        ? null
        : new String(one.parcel().json(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static @Nullable Long boxed(Parcel parcel) {
    return parcel.position().isPresent() ? parcel.position().getAsLong() : null;
  }

  private static @Nullable Integer lastStatus(Noted one) {
    return one.outcome().status().isPresent() ? one.outcome().status().getAsInt() : null;
  }

  private static @Nullable Instant finishedAt(Noted one) {
    return one.status() == Noted.Status.WAITING
        ? null
        : one.outcome().at().plus(one.outcome().took());
  }

  private static @Nullable Long[] longs(List<Noted> all, Function<Noted, @Nullable Long> value) {
    return all.stream().map(value).toArray(Long[]::new);
  }

  private static @Nullable Integer[] ints(
      List<Noted> all, Function<Noted, @Nullable Integer> value) {
    return all.stream().map(value).toArray(Integer[]::new);
  }

  private static @Nullable String[] texts(
      List<Noted> all, Function<Noted, @Nullable String> value) {
    return all.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable Instant[] times(
      List<Noted> all, Function<Noted, @Nullable Instant> value) {
    return all.stream().map(value).toArray(Instant[]::new);
  }
}
