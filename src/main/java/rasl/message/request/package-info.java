/** Reads requests to send, of every type, and writes their answers. */
@NullMarked
package rasl.message.request;

import org.jspecify.annotations.NullMarked;
