package rasl.media;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.disk.Spool;
import rasl.job.LeaseLostException;

/**
 * Keeps a fetched file as its message's: first the bytes, then the row, so that no row is without
 * its bytes. Bytes whose row is not written are deleted, or found by the cleaning after a crash.
 */
final class InboundKeeping {
  private static final Logger log = LoggerFactory.getLogger(InboundKeeping.class);

  private final Db db;
  private final MediaStore store;
  private final LimitedFiles rows;
  private final MediaStorage storage;
  private final MediaFiles files;
  private final Clock clock;

  InboundKeeping(
      Db db,
      MediaStore store,
      LimitedFiles rows,
      MediaStorage storage,
      MediaFiles files,
      Clock clock) {
    this.rows = rows;
    this.db = db;
    this.store = store;
    this.storage = storage;
    this.files = files;
    this.clock = clock;
  }

  /** Whether the tenant's plan has room for a file; the last one may be larger than the rest. */
  boolean hasRoom(TenantId tenant) {
    return !db.<Boolean>inTenant(tenant, rows::isUsedUp);
  }

  /**
   * Keeps it.
   *
   * @param settling writes in the transaction of the row; it may throw {@link LeaseLostException}
   * @throws StorageException where the bytes cannot be stored
   */
  void keep(TenantId tenant, ExpectedFile file, Fetched.Here here, Consumer<TenantTx> settling) {
    String key = files.newKey(tenant);
    try {
      storage.put(key, here.path());
    } finally {
      Spool.delete(here.path());
    }
    boolean written = false;
    try {
      written =
          db.<Boolean>inTenant(
              tenant,
              tx -> {
                settling.accept(tx);
                return store.insert(tx, media(tx, file, here, key)).isPresent();
              });
    } catch (LeaseLostException e) {
      delete(key);
      throw e;
    }
    if (!written) {
      delete(key);
    }
  }

  private StoredMedia media(TenantTx tx, ExpectedFile file, Fetched.Here here, String key) {
    return new StoredMedia(
        store.nextId(tx),
        Optional.of(file.messageId()),
        StoredMedia.INBOUND,
        here.mimeType(),
        FileName.of(file.media().filename()),
        here.size(),
        here.sha256(),
        key,
        clock.instant());
  }

  private void delete(String key) {
    try {
      storage.delete(key);
    } catch (StorageException e) {
      log.warn("a file that no message has stays until the cleaning: {}", e.toString());
    }
  }
}
