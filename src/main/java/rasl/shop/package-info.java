/**
 * Shops in: the online shops of tenants, whose webhooks of orders, carts and customers arrive here
 * and become events that tenants can see (contract 5). Inner rooms, the first uses none of the
 * others: {@code connect} (what a tenant chooses for a shop), {@code order} (what the platforms
 * call an order, in one shape), {@code receive} (the door, and how each platform proves who calls),
 * {@code work} (what becomes of an event).
 */
@NullMarked
package rasl.shop;

import org.jspecify.annotations.NullMarked;
