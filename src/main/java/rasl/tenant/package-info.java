/**
 * Tenants, their settings, and the tokens of programs. A token's text is shown once; only its
 * SHA-256 is stored.
 */
@NullMarked
package rasl.tenant;

import org.jspecify.annotations.NullMarked;
