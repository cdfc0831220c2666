/**
 * The people a tenant talks to, and their phone numbers: one person is one contact, however the
 * number is written.
 */
@NullMarked
package rasl.contact;

import org.jspecify.annotations.NullMarked;
