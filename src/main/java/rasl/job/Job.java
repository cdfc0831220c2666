package rasl.job;

import rasl.db.TenantId;

/**
 * Work that this node holds the lease of.
 *
 * @param ref the row that the work is about
 * @param attempt which attempt this is, from 1; also the fencing token of its settlement
 * @param lost how many attempts before this one ended with the death of their worker, in a row:
 *     whatever such an attempt did outside of the database, nobody knows
 */
public record Job(long id, TenantId tenant, String kind, long ref, int attempt, int lost) {}
