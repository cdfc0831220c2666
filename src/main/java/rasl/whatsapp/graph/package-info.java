/** Calls WhatsApp's Cloud API, and knows its errors. */
@NullMarked
package rasl.whatsapp.graph;

import org.jspecify.annotations.NullMarked;
