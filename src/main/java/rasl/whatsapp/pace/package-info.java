/** How quickly a number may send, and when it may not send at all. */
@NullMarked
package rasl.whatsapp.pace;

import org.jspecify.annotations.NullMarked;
