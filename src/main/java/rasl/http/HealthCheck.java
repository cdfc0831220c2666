package rasl.http;

import java.util.function.BooleanSupplier;

/**
 * Something without which the server is not ready.
 *
 * @param name as it is shown, such as {@code database}
 * @param isUp quick, and may throw: that counts as down
 */
public record HealthCheck(String name, BooleanSupplier isUp) {}
