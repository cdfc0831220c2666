/** The receiver of WhatsApp's webhooks: the door, the inbox, and the reader of what lies in it. */
@NullMarked
package rasl.whatsapp.receive;

import org.jspecify.annotations.NullMarked;
