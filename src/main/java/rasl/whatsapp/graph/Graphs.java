package rasl.whatsapp.graph;

import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import rasl.whatsapp.Connection;

/**
 * Where the Graph API is: the real one, and in a trial the simulator for its own numbers.
 *
 * @param simulator asked at each call, since it may start later than whoever calls it
 * @param simulated the ids of the simulator's numbers
 */
public record Graphs(Supplier<URI> simulator, URI real, Set<String> simulated) {
  public Graphs {
    simulated = Set.copyOf(simulated);
  }

  /** No simulator. */
  public static Graphs real(URI real) {
    return new Graphs(() -> real, real, Set.of());
  }

  URI of(Connection connection) {
    return connection.simulated() ? simulator.get() : real;
  }

  /** Whether the simulator plays this number. */
  public boolean isSimulated(String phoneNumberId) {
    return simulated.contains(phoneNumberId);
  }
}
