/**
 * The disk of the data folder: files that lie there for a while, and room that is kept free so that
 * PostgreSQL, which is on it too, never meets its end.
 */
@NullMarked
package rasl.disk;

import org.jspecify.annotations.NullMarked;
