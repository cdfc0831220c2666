/** Measures how quickly messages are taken in and sent; {@code bench/send} starts it. */
@NullMarked
package rasl.bench;

import org.jspecify.annotations.NullMarked;
