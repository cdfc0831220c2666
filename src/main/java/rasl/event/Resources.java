package rasl.event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;

/**
 * Reads what events are about, for those whose events do not hold it themselves. The room of the
 * resource provides it.
 */
@FunctionalInterface
public interface Resources {
  /**
   * What each event says of its resource, by the event's position; those whose resource is gone are
   * left out.
   *
   * @param events all of this resource type and of the transaction's tenant
   */
  Map<Long, Resource> read(TenantTx tx, Collection<FeedEvent> events);

  /**
   * A resource as an event shows it; the values are written as JSON.
   *
   * @param attributes every field, an object
   * @param relationships an object by relation
   * @param previous every field before, where the event changed some; else null
   * @param modified the fields that it changed
   */
  record Resource(
      Object attributes,
      Object relationships,
      @Nullable Object previous,
      @Nullable List<String> modified) {

    /** One that the event did not change. */
    public Resource(Object attributes, Object relationships) {
      this(attributes, relationships, null, null);
    }
  }
}
