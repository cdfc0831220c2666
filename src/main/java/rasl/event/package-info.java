/**
 * What happened, written in the transaction in which it happened: never one without the other.
 * Where somebody reads, each tenant's events get positions in the order in which they became
 * visible. Feeds webhooks, streams, the dashboard's live view and the audit log.
 */
@NullMarked
package rasl.event;

import org.jspecify.annotations.NullMarked;
