/**
 * What only a trial has: the sandbox, a tenant to play with, and the check of the server by itself.
 */
@NullMarked
package rasl.trial;

import org.jspecify.annotations.NullMarked;
