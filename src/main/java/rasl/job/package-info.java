/**
 * Background work in one table: enqueued in the transaction that makes it necessary, claimed with a
 * lease, fenced by its attempt, settled in the transaction that writes its result. A worker that
 * dies needs no one to clean up after it: its leases run out. Leases are reckoned in the database's
 * clock, so that nodes need not agree on the time.
 */
@NullMarked
package rasl.job;

import org.jspecify.annotations.NullMarked;
