package rasl.http;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Something without which the server is not ready.
 *
 * @param name as it is shown, such as {@code database}
 * @param fault what is wrong, in words that anyone may read; empty where nothing is. It is quick,
 *     and may throw: that counts as a fault
 */
public record HealthCheck(String name, Supplier<Optional<String>> fault) {

  /** A check that has nothing to say but whether it is so. */
  public HealthCheck(String name, BooleanSupplier isUp) {
    this(name, () -> isUp.getAsBoolean() ? Optional.empty() : Optional.of("It is not reachable"));
  }
}
