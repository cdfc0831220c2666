/**
 * Fair use of what is scarce: a number of slots that many owners share, so that one owner's demand
 * delays only itself.
 */
@NullMarked
package rasl.share;

import org.jspecify.annotations.NullMarked;
