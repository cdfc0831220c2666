/**
 * The people who use the installation: their accounts, how they sign in, and their sessions. A
 * person belongs to no tenant; the member room says where a person works.
 */
@NullMarked
package rasl.people;

import org.jspecify.annotations.NullMarked;
