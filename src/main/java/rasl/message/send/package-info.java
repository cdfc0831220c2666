/** Makes attempts to send stored messages, and writes what came of them. */
@NullMarked
package rasl.message.send;

import org.jspecify.annotations.NullMarked;
