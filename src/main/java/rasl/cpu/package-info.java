/**
 * Processor time, shared fairly: work that computes and does not wait runs on few threads of the
 * operating system, in turns between owners, so that it never holds up those who only wait.
 */
@NullMarked
package rasl.cpu;

import org.jspecify.annotations.NullMarked;
