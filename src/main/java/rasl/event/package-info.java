/**
 * What happened, written in the transaction in which it happened: never one without the other.
 * Feeds webhooks, the dashboard's live view and the audit log.
 */
@NullMarked
package rasl.event;

import org.jspecify.annotations.NullMarked;
