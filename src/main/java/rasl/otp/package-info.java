/**
 * One-time codes that prove that somebody has a phone. A code is stored only as a MAC; a guess is
 * counted before it is looked at; a phone and purpose have one code that counts; and what may be
 * done only so often is counted in the database, so that all nodes count together.
 */
@NullMarked
package rasl.otp;

import org.jspecify.annotations.NullMarked;
