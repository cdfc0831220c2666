/** Applies what WhatsApp told: messages of customers, statuses of ours, consent and notices. */
@NullMarked
package rasl.message.hear;

import org.jspecify.annotations.NullMarked;
