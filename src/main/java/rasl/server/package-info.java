/**
 * How the server starts, runs and stops, and what it looks at meanwhile. This room and those below
 * it may use {@link rasl.App}.
 */
@NullMarked
package rasl.server;

import org.jspecify.annotations.NullMarked;
