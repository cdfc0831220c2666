/** Paths into the payloads of shops, by which people say what they want of them. */
@NullMarked
package rasl.shop.path;

import org.jspecify.annotations.NullMarked;
