/** Strict, size-limited JSON: the one mapper of all rooms, and the reading of untrusted text. */
@NullMarked
package rasl.json;

import org.jspecify.annotations.NullMarked;
