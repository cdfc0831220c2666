/**
 * What sources, statuses and groups have in common: records with a name that is unique in the
 * tenant without regard to case, their five calls, and the protection of those in use.
 */
@NullMarked
package rasl.named;

import org.jspecify.annotations.NullMarked;
