/**
 * The only room that speaks JDBC: embedded or external PostgreSQL, the pool, migrations, and the
 * two kinds of transaction. A {@link rasl.db.TenantTx} sees one tenant's rows, by row-level
 * security under a role that cannot bypass it; a {@link rasl.db.SystemTx} sees no tenant's rows,
 * only the few tables that belong to the installation as a whole.
 */
@NullMarked
package rasl.db;

import org.jspecify.annotations.NullMarked;
