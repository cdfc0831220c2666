/**
 * What an account is, may do, has used up and has chosen (contract 2.7). Nothing here is counted by
 * looking through rows: there are tallies.
 */
@NullMarked
package rasl.account;

import org.jspecify.annotations.NullMarked;
