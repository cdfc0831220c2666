/**
 * What {@code ./rasl test} shows of Maven's output. Uses nothing but the JDK: it runs as source.
 */
@NullMarked
package rasl.progress;

import org.jspecify.annotations.NullMarked;
