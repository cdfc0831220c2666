package rasl.shop.receive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import rasl.db.TenantTx;

/** The SQL of what arrives. */
public final class ArrivalStore {
  private final PayloadSeals seals;

  public ArrivalStore(PayloadSeals seals) {
    this.seals = seals;
  }

  /** A delivery of a shop. */
  private record Key(long shop, String fingerprint) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparingLong(Key::shop)
          .thenComparing(Key::fingerprint)
          .compare(this, other);
    }
  }

  /** Those that are no repeats; of the same delivery twice, the first. */
  List<Arrival> fresh(TenantTx tx, List<Arrival> arrivals, Instant now) {
    // In the order of the keys, so that two that store the same ones do not wait crosswise.
    Map<Key, Arrival> byKey = new TreeMap<>();
    for (Arrival one : arrivals) {
      one.fingerprint().ifPresent(print -> byKey.putIfAbsent(new Key(one.shop(), print), one));
    }
    List<Key> keys = List.copyOf(byKey.keySet());
    List<Arrival> fresh = new ArrayList<>(arrivals.stream().filter(Arrival::isTest).toList());
    if (!keys.isEmpty()) {
      insertKeys(tx, keys, byKey, now).stream()
          .flatMap(key -> Stream.ofNullable(byKey.get(key)))
          .forEach(fresh::add);
    }
    return fresh;
  }

  private static List<Key> insertKeys(
      TenantTx tx, List<Key> keys, Map<Key, Arrival> byKey, Instant now) {
    return tx.query(
        """
        insert into shop_delivery (tenant_id, shop_id, fingerprint, received_at, known_until)
        select s.tenant_id, i.shop_id, i.fingerprint, ?, i.known_until
        from tenant_settings s
        cross join unnest(?, ?, ?) as i (shop_id, fingerprint, known_until)
        where s.tenant_id = ?
        on conflict (tenant_id, shop_id, fingerprint) do update set
          received_at = excluded.received_at, known_until = excluded.known_until
        where shop_delivery.known_until <= excluded.received_at
        returning shop_id, fingerprint
        """,
        row -> new Key(row.getLong("shop_id"), row.getString("fingerprint")),
        now,
        keys.stream().map(Key::shop).toArray(Long[]::new),
        keys.stream().map(Key::fingerprint).toArray(String[]::new),
        byKey.values().stream().map(one -> now.plus(one.known())).toArray(Instant[]::new),
        tx.tenantId());
  }

  /** Stores events that wait to be worked off; their ids, in the order of the arrivals. */
  public List<Long> insert(TenantTx tx, List<Arrival> arrivals, Instant now) {
    List<Long> ids = newIds(tx, arrivals.size());
    var payloads = new ArrayList<String>();
    for (int i = 0; i < ids.size(); i++) {
      byte[] payload = seals.seal(tx.tenant(), ids.get(i), arrivals.get(i).body());
      payloads.add(Base64.getEncoder().encodeToString(payload));
    }
    tx.update(
        """
        insert into shop_event (tenant_id, id, shop_id, topic, is_test, size, payload_sealed,
          status, received_at)
        select s.tenant_id, i.id, i.shop_id, i.topic, i.is_test, i.size,
          decode(i.payload, 'base64'), 'waiting', ?
        from tenant_settings s
        cross join unnest(?, ?, ?, ?, ?, ?) as i (id, shop_id, topic, is_test, size, payload)
        where s.tenant_id = ?
        """,
        now,
        ids.toArray(Long[]::new),
        arrivals.stream().map(Arrival::shop).toArray(Long[]::new),
        arrivals.stream().map(Arrival::topic).toArray(String[]::new),
        arrivals.stream().map(Arrival::isTest).toArray(Boolean[]::new),
        arrivals.stream().map(one -> one.body().length).toArray(Integer[]::new),
        payloads.toArray(String[]::new),
        tx.tenantId());
    return ids;
  }

  private static List<Long> newIds(TenantTx tx, int number) {
    return tx.query(
        "select nextval('shop_event_id_seq') as id from generate_series(1, ?)",
        row -> row.getLong("id"),
        number);
  }

  /** How many events wait, counted to a bound. */
  long waiting(TenantTx tx, int most) {
    return tx.first(
            """
            select count(*) as number from (
              select 1 from shop_event where tenant_id = ? and status = 'waiting' limit ?) as counted
            """,
            row -> row.getLong("number"),
            tx.tenantId(),
            most)
        .orElseThrow();
  }

  /** Adds to the calls of a shop that were refused. */
  void addRefused(TenantTx tx, long shop, long more, Instant now) {
    tx.update(
        """
        update shop set signature_failures = signature_failures + ?, signature_failed_at = ?
        where tenant_id = ? and id = ?
        """,
        more,
        now,
        tx.tenantId(),
        shop);
  }
}
