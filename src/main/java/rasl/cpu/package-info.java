/**
 * Processor time, shared fairly: work that computes and does not wait runs on few threads of the
 * operating system, in turns between owners, so that it never holds up work that only waits.
 */
@NullMarked
package rasl.cpu;

import org.jspecify.annotations.NullMarked;
