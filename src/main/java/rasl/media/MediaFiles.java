package rasl.media;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.DatabaseException;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.disk.Spool;
import rasl.http.Fields;
import rasl.http.Upload;
import rasl.refusal.Refusal;

/**
 * Files that callers give, on their way to a message: checked, their bytes stored, and then claimed
 * by the message in the transaction that stores it. Bytes that no message claims are deleted at
 * once, or by the cleaning where the server died in between.
 */
public final class MediaFiles {
  private static final Logger log = LoggerFactory.getLogger(MediaFiles.class);
  private static final Duration COME_BACK = Duration.ofSeconds(30);
  private static final int RANDOM_BYTES = 20;

  private final Db db;
  private final LimitedFiles rows;
  private final MediaStorage storage;
  private final MediaUrls urls;
  private final MessageFileStore shown;
  private final FileCheck check;
  private final Clock clock;
  private final SecureRandom random;

  MediaFiles(
      Db db,
      LimitedFiles rows,
      MediaStorage storage,
      MediaUrls urls,
      FileCheck check,
      Clock clock,
      SecureRandom random) {
    this.db = db;
    this.rows = rows;
    this.storage = storage;
    this.urls = urls;
    this.shown = new MessageFileStore(urls);
    this.check = check;
    this.clock = clock;
    this.random = random;
  }

  /** Reads a field that names a file, as people shall see it, and notes its faults. */
  public static Optional<String> filename(Fields in, String field) {
    return FileName.read(in, field);
  }

  /**
   * Checks a file that came with a request, and notes its faults.
   *
   * @param tenant who gives it
   * @param field under which it came
   * @param filename given with the file, as people shall see it
   * @throws rasl.refusal.RefusedException {@code ServiceUnavailable}, where too many pictures are
   *     being converted
   */
  public Optional<OfferedFile> check(
      TenantId tenant,
      Fields in,
      String field,
      Upload upload,
      MediaKind kind,
      Optional<String> filename) {
    return check.check(tenant, in, field, upload, kind, filename);
  }

  /** Deletes a file that will not be kept after all; only needed where it was converted. */
  public void drop(OfferedFile file) {
    Spool.delete(file.path());
  }

  /**
   * Stores a file's bytes, durably.
   *
   * @throws rasl.refusal.RefusedException {@code ServiceUnavailable} where the storage does not
   *     work; {@code FeatureLimitExceeded} where the tenant's plan has no room for it
   */
  public KeptFile keep(TenantId tenant, OfferedFile file) {
    String key = newKey(tenant);
    long id = db.inTenant(tenant, tx -> rows.nextId(tx, file.size()));
    try {
      storage.put(key, file.path());
    } catch (StorageException e) {
      log.error("a file is not stored: {}", e.getMessage(), e);
      throw new Refusal.ServiceUnavailable(COME_BACK).thrown();
    } finally {
      Spool.delete(file.path());
    }
    var media =
        new StoredMedia(
            id,
            Optional.empty(),
            StoredMedia.UPLOAD,
            file.mimeType(),
            file.filename(),
            file.size(),
            file.sha256(),
            key,
            clock.instant());
    return new KeptFile(media, file.kind(), MediaReferences.of(id));
  }

  /** Nobody can guess it, and it tells whose it is to the cleaning. */
  String newKey(TenantId tenant) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    return hex.substring(0, 2) + "/" + tenant.value() + "-" + hex;
  }

  /**
   * Makes the file its message's, in the transaction that stores the message.
   *
   * @return why there is no room for it after all; then nothing of the message may stay
   */
  public Optional<Refusal> claim(TenantTx tx, KeptFile file, long message) {
    StoredMedia kept = file.media();
    return rows.insert(
        tx,
        new StoredMedia(
            kept.id(),
            Optional.of(message),
            kept.origin(),
            kept.mimeType(),
            kept.filename(),
            kept.size(),
            kept.sha256(),
            kept.key(),
            kept.createdAt()));
  }

  /** Deletes the file's bytes, unless a message has claimed it. */
  public void discardUnlessClaimed(TenantId tenant, KeptFile file) {
    try {
      if (db.inTenant(tenant, tx -> rows.find(tx, file.id())).isEmpty()) {
        storage.delete(file.media().key());
      }
    } catch (DatabaseException | StorageException e) {
      log.warn("a file that no message has stays until the cleaning: {}", e.toString());
    }
  }

  /** The file that stands in a payload in place of WhatsApp's id. */
  public static Optional<Long> referred(String id) {
    return MediaReferences.read(id);
  }

  /** A URL under which the file can be fetched for a while. */
  public String url(TenantId tenant, long file) {
    return urls.url(tenant, file);
  }

  /** The files of these messages, by message; most have none. */
  public Map<Long, MessageFile> of(TenantTx tx, Collection<Long> messages) {
    return shown.of(tx, messages);
  }
}
