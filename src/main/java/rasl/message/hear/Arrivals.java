package rasl.message.hear;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import rasl.db.TenantTx;
import rasl.whatsapp.Connection;
import rasl.whatsapp.receive.WhatsAppUpdate;
import rasl.whatsapp.receive.WhatsAppUpdate.Inbound;

/** Writes each message of customers once, and what WhatsApp tells of it later in its place. */
final class Arrivals {
  private final InboundStore store;

  Arrivals(InboundStore store) {
    this.store = store;
  }

  /**
   * Messages that are news.
   *
   * @param replacing the wamids of those that go into the place of what is stored
   */
  record Fresh(List<Inbound> messages, Set<String> replacing) {
    Fresh where(Predicate<Inbound> which) {
      return new Fresh(messages.stream().filter(which).toList(), replacing);
    }
  }

  /** Those that are not stored yet, each once, and those that WhatsApp had not told in full. */
  Fresh fresh(TenantTx tx, List<Inbound> received) {
    Map<String, Boolean> known =
        store.known(tx, received.stream().map(Inbound::wamid).toList()).stream()
            .collect(
                Collectors.toMap(
                    InboundStore.Known::wamid, InboundStore.Known::placeholder, (one, _) -> one));
    Map<String, Inbound> fresh = new LinkedHashMap<>();
    for (Inbound one : received) {
      boolean isNews =
          !known.containsKey(one.wamid())
              || (known.get(one.wamid()) && !InboundStore.isPlaceholder(one));
      if (isNews) {
        fresh.merge(
            one.wamid(), one, (old, later) -> InboundStore.isPlaceholder(old) ? later : old);
      }
    }
    return new Fresh(List.copyOf(fresh.values()), known.keySet());
  }

  /**
   * What was written.
   *
   * @param ids of the messages, by wamid
   * @param unread the wamids of those that nobody here has read
   */
  record Stored(Map<String, Long> ids, Set<String> unread) {}

  /** Writes them, each once. */
  Stored store(
      TenantTx tx, Fresh fresh, InboundStore.Placed placed, Connection connection, Instant now) {
    List<Inbound> made = fresh.where(one -> !fresh.replacing().contains(one.wamid())).messages();
    List<Inbound> replacing =
        fresh.where(one -> fresh.replacing().contains(one.wamid())).messages();
    Map<String, Long> ids = new HashMap<>();
    Set<String> unread = new HashSet<>();
    if (!made.isEmpty()) {
      ids.putAll(store.insertAll(tx, made, placed, connection, now));
      made.stream()
          .filter(one -> ids.containsKey(one.wamid()) && !isCall(one) && !one.ours())
          .forEach(one -> unread.add(one.wamid()));
    }
    if (!replacing.isEmpty()) {
      for (InboundStore.Replaced one : store.replaceAll(tx, replacing, now)) {
        ids.put(one.wamid(), one.id());
        if (one.hasToBeRead()) {
          unread.add(one.wamid());
        }
      }
    }
    return new Stored(ids, unread);
  }

  /** Whether it stands for a call, which nobody has to read. */
  static boolean isCall(Inbound message) {
    return message.type().equals(WhatsAppUpdate.CALL);
  }
}
