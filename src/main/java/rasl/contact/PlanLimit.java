package rasl.contact;

import java.util.OptionalLong;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/**
 * The plan's limit of contacts. It holds however many create at once, and yet they rarely wait for
 * each other: far from the limit they share its lock, since all connections together cannot reach
 * it; near it they take turns, each with the contact stored and only the commit before it.
 */
final class PlanLimit {
  private static final String FEATURE = "contacts";

  /** More than there are connections, of all nodes together. */
  private static final long FAR = 500;

  private final TenantStore tenants;
  private final ContactStore contacts;

  PlanLimit(TenantStore tenants, ContactStore contacts) {
    this.tenants = tenants;
    this.contacts = contacts;
  }

  /** Refuses where the limit is reached already: so a create that is in vain stores nothing. */
  void refuseIfReached(TenantTx tx, OptionalLong limit) {
    if (limit.isPresent()) {
      refuseOver(contacts.count(tx) + 1, limit.getAsLong());
    }
  }

  /**
   * Refuses, and so undoes, a contact that was stored over the limit; the last step before the
   * commit.
   */
  void settleOne(TenantTx tx, OptionalLong limit) {
    if (limit.isEmpty()) {
      return;
    }
    if (contacts.count(tx) + 2 * FAR < limit.getAsLong()) {
      tenants.shareLimits(tx);
      if (contacts.count(tx) + FAR < limit.getAsLong()) {
        return;
      }
    }
    tenants.lockLimits(tx);
    refuseOver(contacts.count(tx), limit.getAsLong());
  }

  /**
   * What a batch may do. Where there is a limit, nobody else of the tenant uses it up until the
   * transaction ends.
   */
  Creation.Rules forBatch(TenantTx tx, OptionalLong limit, boolean skipDuplicates) {
    if (limit.isPresent()) {
      tenants.lockLimits(tx);
    }
    return forLater(tx, limit, 0, skipDuplicates);
  }

  /**
   * What a part of a batch may do that is stored later, when it is held against the limit again.
   *
   * @param waiting how many contacts of the batch wait to be stored already
   */
  Creation.Rules forLater(TenantTx tx, OptionalLong limit, long waiting, boolean skipDuplicates) {
    if (limit.isEmpty()) {
      return Creation.Rules.unlimited(skipDuplicates);
    }
    long room = Math.max(0, limit.getAsLong() - contacts.count(tx) - waiting);
    return new Creation.Rules(skipDuplicates, limit.getAsLong(), room);
  }

  /** What is said of one of many contacts that is past the limit. */
  static String reached(long limit) {
    return "FEATURE_LIMIT_EXCEEDED: the plan's limit of " + limit + " contacts is reached.";
  }

  private static void refuseOver(long count, long limit) {
    if (count > limit) {
      throw new Refusal.FeatureLimitExceeded(FEATURE, count - 1, limit).thrown();
    }
  }
}
