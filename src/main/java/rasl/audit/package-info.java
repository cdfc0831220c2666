/**
 * Who did what, when and from where, with the state before and after. An entry is written in the
 * transaction of the change that it tells of, and nobody can take it back: the server may only add
 * and read, and each entry holds the hash of the one before it. Secrets and codes are never in it.
 */
@NullMarked
package rasl.audit;

import org.jspecify.annotations.NullMarked;
