/** Rate limits: may I now, and when may I next. The second question costs nothing. */
@NullMarked
package rasl.limit;

import org.jspecify.annotations.NullMarked;
