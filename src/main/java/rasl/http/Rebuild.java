package rasl.http;

import rasl.db.TenantId;

/**
 * Answers the repeat of a request that changed something but whose answer was not kept, because the
 * server died in between.
 */
@FunctionalInterface
public interface Rebuild {
  /**
   * Tells the outcome of the first request as it is now; throws a refusal where that is the
   * outcome.
   *
   * @param subject what the first request changed, as its room wrote it down, such as {@code
   *     message:42}
   */
  Answer rebuild(TenantId tenant, String subject);
}
