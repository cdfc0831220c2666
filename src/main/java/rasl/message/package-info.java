/**
 * What is sent and received. A message is stored, with the job that sends it, before anything
 * leaves; what WhatsApp says of it moves its status forward and never back; an attempt whose
 * outcome nobody knows is looked for in WhatsApp's webhooks before it is made again.
 */
@NullMarked
package rasl.message;

import org.jspecify.annotations.NullMarked;
