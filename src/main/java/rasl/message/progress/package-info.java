/**
 * Messages as they are stored, and the steps that they make; accepting, sending and hearing share
 * it.
 */
@NullMarked
package rasl.message.progress;

import org.jspecify.annotations.NullMarked;
