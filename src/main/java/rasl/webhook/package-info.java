/**
 * Events out: endpoints that tenants register, and the delivery of each event to them, signed, at
 * least once, in the order of each resource's changes as far as the receiver keeps up (contract
 * 4.2).
 */
@NullMarked
package rasl.webhook;

import org.jspecify.annotations.NullMarked;
