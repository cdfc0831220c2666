package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The windows that customers open: whether a business may write to them, and at what price. */
final class Windows {
  private static final Duration SERVICE = Duration.ofHours(24);
  private static final Duration FREE_ENTRY = Duration.ofDays(3);

  private final Map<Pace.Party, Instant> lastInbound = new HashMap<>();
  private final Map<Pace.Party, Instant> fromAd = new HashMap<>();
  private final Map<Pace.Party, Instant> freeUntil = new HashMap<>();

  /** The customer wrote or called; {@code ad} where an advertisement brought them. */
  void open(String number, String user, Instant at, boolean ad) {
    var party = new Pace.Party(number, user);
    lastInbound.put(party, at);
    if (ad) {
      fromAd.put(party, at);
    }
  }

  /** The business wrote: within a day of the advertisement this opens three free days. */
  void answered(String number, String user, Instant at) {
    if (fromAd.isEmpty()) {
      return;
    }
    var party = new Pace.Party(number, user);
    Instant clicked = fromAd.remove(party);
    if (clicked != null && at.isBefore(clicked.plus(SERVICE))) {
      freeUntil.put(party, at.plus(FREE_ENTRY));
    }
  }

  boolean isOpen(String number, String user, Instant now) {
    Instant last = lastInbound.get(new Pace.Party(number, user));
    return last != null && now.isBefore(last.plus(SERVICE));
  }

  /** Whether messages are free now, or become so by this very answer. */
  boolean isFreeEntry(String number, String user, Instant now) {
    var party = new Pace.Party(number, user);
    Instant until = freeUntil.get(party);
    Instant clicked = fromAd.get(party);
    return (until != null && now.isBefore(until))
        || (clicked != null && now.isBefore(clicked.plus(SERVICE)));
  }

  void clear() {
    lastInbound.clear();
    fromAd.clear();
    freeUntil.clear();
  }
}
