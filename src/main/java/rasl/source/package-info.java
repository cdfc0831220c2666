/** Where contacts come from (contract 2.1). A source that contacts use cannot be deleted. */
@NullMarked
package rasl.source;

import org.jspecify.annotations.NullMarked;
