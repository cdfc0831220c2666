/**
 * The command line: reads the arguments, says in words what is wrong with them, and prints results.
 * What a command does is behind {@link rasl.cli.Operations}. Results go to standard output,
 * everything else to standard error, so that a script can take a result as it is.
 */
@NullMarked
package rasl.cli;

import org.jspecify.annotations.NullMarked;
