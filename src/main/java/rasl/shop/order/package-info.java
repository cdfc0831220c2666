/** What the platforms call an order, a cart and a customer, in one shape for all of them. */
@NullMarked
package rasl.shop.order;

import org.jspecify.annotations.NullMarked;
