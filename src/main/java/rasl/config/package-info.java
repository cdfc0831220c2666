/**
 * Reads and checks all settings: every fault at once, an unknown {@code RASL_…} name is a fault,
 * and secrets do not print.
 */
@NullMarked
package rasl.config;

import org.jspecify.annotations.NullMarked;
