package rasl.media;

import java.util.Optional;
import java.util.OptionalLong;
import rasl.db.TenantTx;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/**
 * The rows of a tenant's files, which keep to the plan's limit: how many bytes of files it may
 * have.
 */
final class LimitedFiles {
  private static final String FEATURE = "storage";

  private final TenantStore tenants;
  private final MediaStore store;

  LimitedFiles(TenantStore tenants, MediaStore store) {
    this.tenants = tenants;
    this.store = store;
  }

  /**
   * An id for a file that will be stored together with its message.
   *
   * @throws rasl.refusal.RefusedException where the plan has no room for a file of this size
   */
  long nextId(TenantTx tx, long size) {
    Optional<Refusal> refusal = refusal(tx, size);
    if (refusal.isPresent()) {
      throw refusal.get().thrown();
    }
    return store.nextId(tx);
  }

  Optional<StoredMedia> find(TenantTx tx, long id) {
    return store.find(tx, id);
  }

  /** Why so many bytes more are too many; empty where they are not. */
  private Optional<Refusal> refusal(TenantTx tx, long more) {
    OptionalLong limit = limit(tx);
    return limit.isEmpty() ? Optional.empty() : refusal(limit, store.bytes(tx), more);
  }

  /**
   * Stores a file's row and counts it. Where that passes the limit, which several files at once
   * find out here alone, the transaction must not commit.
   */
  Optional<Refusal> insert(TenantTx tx, StoredMedia media) {
    OptionalLong kept = store.insert(tx, media);
    OptionalLong limit = kept.isEmpty() ? OptionalLong.empty() : limit(tx);
    return refusal(limit, kept.orElse(0) - media.size(), media.size());
  }

  /** Whether there is no room for any file. */
  boolean isUsedUp(TenantTx tx) {
    return refusal(tx, 1).isPresent();
  }

  private OptionalLong limit(TenantTx tx) {
    return tenants.settings(tx).enforcedStorageLimit();
  }

  private static Optional<Refusal> refusal(OptionalLong limit, long used, long more) {
    return limit.isPresent() && used + more > limit.getAsLong()
        ? Optional.of(new Refusal.FeatureLimitExceeded(FEATURE, used, limit.getAsLong()))
        : Optional.empty();
  }
}
