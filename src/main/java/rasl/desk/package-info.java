/** What the commands of the command line do, beside a running server as well as without one. */
@NullMarked
package rasl.desk;

import org.jspecify.annotations.NullMarked;
