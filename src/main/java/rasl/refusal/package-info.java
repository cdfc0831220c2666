/**
 * Every reason for which the server says no to a caller: a sealed type, turned into an answer in
 * one place (the http room).
 */
@NullMarked
package rasl.refusal;

import org.jspecify.annotations.NullMarked;
