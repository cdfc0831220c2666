package rasl.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import rasl.crypto.Base62;
import rasl.db.TenantTx;
import rasl.event.EventTenant;
import rasl.event.EventType;
import rasl.event.EventTypes;
import rasl.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Makes events that did not happen, to try an endpoint with; they say so. */
final class Samples {
  private final Function<TenantTx, EventTenant> tenants;
  private final RandomGenerator random;

  /**
   * @param tenants names the transaction's tenant
   */
  Samples(Function<TenantTx, EventTenant> tenants, RandomGenerator random) {
    this.tenants = tenants;
    this.random = random;
  }

  /** A sample; empty where there is no such type. */
  Optional<Parcel> of(TenantTx tx, String type, Instant now) {
    return EventTypes.of(type).map(known -> of(tx, known, now));
  }

  private Parcel of(TenantTx tx, EventType type, Instant now) {
    String id = "evt_" + now.getEpochSecond() + "_" + Base62.random(random, 16);
    ObjectNode event = EventTypes.example(type, tenants.apply(tx), now, id);
    event.withObject("metadata").put("test", true);
    return new Parcel(
        OptionalLong.empty(),
        OptionalLong.empty(),
        Parcel.Kind.TEST,
        id,
        type.type(),
        new Occurrence.Resource(
            type.resourceType(), event.path("data").path("resource").path("id").asLong(0)),
        0,
        0,
        Json.write(event).getBytes(StandardCharsets.UTF_8));
  }
}
