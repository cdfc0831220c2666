/**
 * Takes messages in: whom they are for, whether they may be sent, and all that is stored with them.
 */
@NullMarked
package rasl.message.accept;

import org.jspecify.annotations.NullMarked;
