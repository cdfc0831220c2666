/** The promises of the database room, each against a real PostgreSQL. */
@NullMarked
package rasl.db;

import org.jspecify.annotations.NullMarked;
