/** The shops that tenants connect: what they choose, and the secrets by which shops are known. */
@NullMarked
package rasl.shop.connect;

import org.jspecify.annotations.NullMarked;
