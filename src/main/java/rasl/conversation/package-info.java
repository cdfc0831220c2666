/** One thread per contact and number, its customer service window, and its count for the plan. */
@NullMarked
package rasl.conversation;

import org.jspecify.annotations.NullMarked;
