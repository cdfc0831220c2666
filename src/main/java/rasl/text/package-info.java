/** Text as people read it, whatever the way in which it is written. */
@NullMarked
package rasl.text;

import org.jspecify.annotations.NullMarked;
