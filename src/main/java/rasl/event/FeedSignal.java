package rasl.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import rasl.db.TenantId;

/**
 * Wakes those who wait for a tenant's feed to grow. A signal is a hint: signals may be merged, and
 * are lost in an outage; the feed is the truth.
 */
public final class FeedSignal {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Consumer<TenantId> others = _ -> {};

  /** Hears of feeds; its methods must be quick and must not throw. */
  public interface Listener {
    /** A tenant's feed may have grown. */
    void grown(TenantId tenant);

    /** Signals may have been missed: any feed may have grown. */
    void missed();
  }

  /** Calls a listener at each signal of this node or another, until it is removed. */
  public void add(Listener listener) {
    listeners.add(listener);
  }

  public void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** Carries this node's signals to others. */
  public void carryTo(Consumer<TenantId> otherNodes) {
    others = otherNodes;
  }

  /** Another node's signal. */
  public void heard(TenantId tenant) {
    listeners.forEach(listener -> listener.grown(tenant));
  }

  /** Other nodes' signals may have been lost. */
  public void missed() {
    listeners.forEach(Listener::missed);
  }

  /** A tenant's feed has grown; called after the commit. */
  void send(TenantId tenant) {
    heard(tenant);
    others.accept(tenant);
  }
}
