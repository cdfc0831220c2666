/** The door of shops: who calls, what is a repeat, and how what came is kept. */
@NullMarked
package rasl.shop.receive;

import org.jspecify.annotations.NullMarked;
