/**
 * The wiring, by hand and with constructors only. Reading {@link rasl.App} from top to bottom is
 * reading the architecture; {@link rasl.Main} is where the process begins.
 */
@NullMarked
package rasl;

import org.jspecify.annotations.NullMarked;
