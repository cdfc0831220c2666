/** Promises about whole processes: the server is started, killed and stopped as people do it. */
@NullMarked
package rasl.process;

import org.jspecify.annotations.NullMarked;
