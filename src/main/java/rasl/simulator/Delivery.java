package rasl.simulator;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one batch to its receiver, as many updates a POST as the settings say. */
final class Delivery {
  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  private final World world;
  private final Map<String, SimulatorAccount> accounts;
  private final Callback callback;
  private final Callbacks callbacks;
  private final WebhookBody bodies;

  Delivery(
      World world,
      List<SimulatorAccount> accounts,
      Callback callback,
      Callbacks callbacks,
      WebhookBody bodies) {
    this.world = world;
    this.callback = callback;
    this.callbacks = callbacks;
    this.bodies = bodies;
    this.accounts =
        accounts.stream()
            .collect(Collectors.toMap(SimulatorAccount::phoneNumberId, Function.identity()));
  }

  /**
   * Delivers in order, and stops at the first POST that is not taken.
   *
   * @param usual the receiver of updates without a separate callback
   * @return the updates that were not taken
   */
  List<Pending> carry(Batch batch, Optional<URI> usual, int most) throws InterruptedException {
    List<Pending> wanted = world.stillWanted(batch.updates());
    SimulatorAccount account = accounts.get(batch.number());
    if (account == null && !wanted.isEmpty()) {
      log.warn("the journal has webhooks of {}, which is no number here", batch.number());
      world.settle(wanted);
    }
    if (account == null) {
      return List.of();
    }
    for (int from = 0; from < wanted.size(); from += most) {
      List<Pending> some = wanted.subList(from, Math.min(wanted.size(), from + most));
      if (!isTaken(account, some, usual)) {
        return wanted.subList(from, wanted.size());
      }
      world.settle(some);
    }
    return List.of();
  }

  /** Updates of fields that the app left out are done with at once. */
  private boolean isTaken(SimulatorAccount account, List<Pending> updates, Optional<URI> usual)
      throws InterruptedException {
    List<Pending> heard =
        updates.stream()
            .filter(pending -> callbacks.hears(account, Callbacks.field(pending)))
            .toList();
    Optional<URI> receiver = callbacks.of(account).or(() -> usual);
    if (heard.isEmpty() || receiver.isEmpty()) {
      return heard.isEmpty();
    }
    byte[] body = bodies.render(account, heard);
    return callback.post(receiver.get(), body, Signature.headers(account.appSecret(), body));
  }
}
