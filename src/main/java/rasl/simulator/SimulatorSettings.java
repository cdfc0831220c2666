package rasl.simulator;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The settings of a simulator.
 *
 * @param address where it listens; port 0 takes a free one
 * @param folder the data folder; the simulator keeps its journal in {@code simulator/} below it
 * @param accounts the numbers it plays, at least one; control calls that name none mean the first
 * @param callbackUrl where the webhooks go; without one they wait
 * @param clock the time, to which {@code /control/clock} adds
 * @param random for ids; must be safe for use by many threads, and must not repeat itself after a
 *     restart
 */
public record SimulatorSettings(
    InetSocketAddress address,
    Path folder,
    List<SimulatorAccount> accounts,
    Optional<URI> callbackUrl,
    Clock clock,
    RandomGenerator random,
    SimulatorTimings timings) {

  public SimulatorSettings {
    accounts = List.copyOf(accounts);
    if (accounts.isEmpty()) {
      throw new IllegalArgumentException("a simulator needs at least one account");
    }
  }
}
