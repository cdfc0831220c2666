/**
 * The command line: reads the arguments, names their faults, and prints results. The work of the
 * commands is behind {@link rasl.cli.Operations}. Results go to standard output, everything else to
 * standard error, so that a script can take a result as it is.
 */
@NullMarked
package rasl.cli;

import org.jspecify.annotations.NullMarked;
