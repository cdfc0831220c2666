package rasl.job;

import java.time.Instant;

/**
 * Jobs of one kind that were given up, and are kept for people to look at.
 *
 * @param oldest when the first of them was given up, in the database's clock
 */
public record DeadJobs(String kind, long count, Instant oldest) {}
