package rasl.webhook;

import rasl.db.TenantId;
import rasl.db.TenantTx;

/** Lets an endpoint's deliveries go on at once, since a call has given it something to do. */
final class Hurry {
  private final TurnStore turns;
  private final EndpointChanges.Listener listener;

  Hurry(TurnStore turns, EndpointChanges.Listener listener) {
    this.turns = turns;
    this.listener = listener;
  }

  /** In the transaction that makes it. */
  void on(TenantTx tx, long endpoint) {
    turns.hurry(tx, endpoint);
    TenantId tenant = tx.tenant();
    tx.afterCommit(() -> listener.changed(tenant, endpoint));
  }
}
