/**
 * WhatsApp's Cloud API: the client, the table of its errors, connections of tenants to their
 * numbers, and the receiver of its webhooks. What a webhook brings is stored before it is answered,
 * and handed on from the inbox.
 */
@NullMarked
package rasl.whatsapp;

import org.jspecify.annotations.NullMarked;
