/**
 * The wiring, by hand and with constructors only. Reading {@link rasl.App} from top to bottom is
 * reading the architecture; {@link rasl.Main} is where the process begins. Only the rooms that
 * start a server may use this package: trial, server and desk.
 */
@NullMarked
package rasl;

import org.jspecify.annotations.NullMarked;
