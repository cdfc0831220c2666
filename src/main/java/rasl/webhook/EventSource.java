package rasl.webhook;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import rasl.db.TenantTx;

/** Where the events come from. */
interface EventSource {
  /** An endpoint reads from now on, the statuses of messages among them or not. */
  void opened(TenantTx tx, long endpoint, boolean statuses);

  /** An endpoint does not read any more. */
  void closed(TenantTx tx, long endpoint);

  /** The position behind which an endpoint begins; empty as long as it is not known. */
  OptionalLong start(TenantTx tx, long endpoint);

  /**
   * Up to so many events behind a position, in their order.
   *
   * @param wanted the types of which the whole event is wanted; the others come without their JSON
   */
  List<Occurrence> after(TenantTx tx, long position, int most, Predicate<String> wanted);

  /** One event; empty where it is not kept any more. */
  Optional<Occurrence> at(TenantTx tx, long position);

  /** The last position that there is. */
  long newest(TenantTx tx);
}
