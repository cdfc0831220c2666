package rasl.media;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantId;

/**
 * Deletes files that nothing refers to any more: those of messages that are gone, those that are
 * older than the operator keeps them (never one whose message has yet to leave), and bytes that no
 * row knows, such as those of a tenant that is gone or of a request in whose middle the server
 * died.
 */
final class MediaCleaning {
  private static final Logger log = LoggerFactory.getLogger(MediaCleaning.class);

  /** Younger bytes may belong to a request that still runs, or to a transaction on its way. */
  private static final Duration SAFE = Duration.ofDays(1);

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{2}/([1-9][0-9]{0,17})-[0-9a-f]+");
  private static final int SOME = 500;

  private final Db db;
  private final MediaStore store;
  private final UploadStore uploads;
  private final MediaStorage storage;
  private final String installation;
  private final int keepDays;
  private final Clock clock;

  MediaCleaning(
      Db db,
      MediaStore store,
      UploadStore uploads,
      MediaStorage storage,
      String installation,
      int keepDays,
      Clock clock) {
    this.db = db;
    this.store = store;
    this.uploads = uploads;
    this.storage = storage;
    this.installation = installation;
    this.keepDays = keepDays;
    this.clock = clock;
  }

  void clean() {
    Instant now = clock.instant();
    Optional<Instant> before =
        keepDays == 0 ? Optional.empty() : Optional.of(now.minus(Duration.ofDays(keepDays)));
    int deleted = 0;
    for (Long id : db.inSystem(store::tenants)) {
      var tenant = new TenantId(id);
      deleted += forget(tenant, before);
      db.doInTenant(tenant, tx -> uploads.forgetOld(tx, now));
      recount(tenant);
    }
    deleted += deleteOrphans(now.minus(SAFE));
    if (deleted > 0) {
      log.info("{} files were deleted that nobody has any more", deleted);
    }
  }

  private void recount(TenantId tenant) {
    long wrong = db.inTenant(tenant, store::recount);
    if (wrong != 0) {
      log.warn("the files of tenant {} were counted wrongly, by {} bytes", tenant, wrong);
    }
  }

  private int deleteOrphans(Instant before) {
    String owner = storage.claim(installation);
    if (!owner.equals(installation)) {
      log.error(
          "the storage of files is another installation's too ({}): files that nobody has any more"
              + " are left there. Give each installation a bucket of its own",
          owner);
      return 0;
    }
    var orphans = new ArrayList<String>();
    storage.each(found -> orphans.addAll(orphans(found, before)));
    orphans.forEach(storage::delete);
    return orphans.size();
  }

  /** The row goes first: bytes without a row are found again, a row without bytes would lie. */
  private int forget(TenantId tenant, Optional<Instant> before) {
    int deleted = 0;
    List<String> keys;
    do {
      keys = db.inTenant(tenant, tx -> store.forget(tx, before, SOME));
      keys.forEach(storage::delete);
      deleted += keys.size();
    } while (keys.size() == SOME);
    return deleted;
  }

  /** Those that are old enough and that no row knows. Files with other names than ours stay. */
  private List<String> orphans(List<MediaStorage.Found> found, Instant before) {
    Map<Long, List<String>> byTenant = new HashMap<>();
    for (MediaStorage.Found file : found) {
      Matcher key = KEY.matcher(file.key());
      if (key.matches() && file.storedAt().isBefore(before)) {
        byTenant
            .computeIfAbsent(Long.valueOf(key.group(1)), _ -> new ArrayList<>())
            .add(file.key());
      }
    }
    var orphans = new ArrayList<String>();
    byTenant.forEach(
        (tenant, keys) -> {
          Set<String> known =
              new HashSet<>(db.inTenant(new TenantId(tenant), tx -> store.known(tx, keys)));
          keys.stream().filter(key -> !known.contains(key)).forEach(orphans::add);
        });
    return orphans;
  }
}
