/** Messages as people and programs read them: lists, single ones, and in events. */
@NullMarked
package rasl.message.read;

import org.jspecify.annotations.NullMarked;
