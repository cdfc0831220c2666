/** What becomes of what shops bring, and what tenants see of it. */
@NullMarked
package rasl.shop.work;

import org.jspecify.annotations.NullMarked;
