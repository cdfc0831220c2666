/**
 * Calls to addresses that people gave us: which of them may be called, and the client that calls
 * them. Whoever calls a URL from a request, a setting of a tenant or somebody's answer calls it
 * from here.
 */
@NullMarked
package rasl.http.out;

import org.jspecify.annotations.NullMarked;
