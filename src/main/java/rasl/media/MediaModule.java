package rasl.media;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import rasl.config.MediaConfig;
import rasl.crypto.MasterKey;
import rasl.db.Db;
import rasl.http.Routes;
import rasl.whatsapp.GraphMedia;

/** Puts the media room together. */
public final class MediaModule implements AutoCloseable {
  /** How often {@link #clean} is called. */
  public static final Duration CLEANING = Duration.ofHours(6);

  private final MediaStorage storage;
  private final GraphMedia graph;
  private final MediaApi api;
  private final MediaFiles files;
  private final MediaUploads uploads;
  private final MediaCleaning cleaning;

  /**
   * What the room stands on.
   *
   * @param graph closed together with the room
   */
  public record Ground(Db db, MasterKey key, GraphMedia graph, Clock clock, SecureRandom random) {}

  /**
   * @param dataDir in which files are kept unless they go elsewhere
   * @param publicUrl the base of the files' URLs
   */
  public MediaModule(Ground ground, MediaConfig config, Path dataDir, Supplier<URI> publicUrl) {
    var store = new MediaStore();
    var uploadStore = new UploadStore();
    var work = new WorkFolder(dataDir.resolve("work"));
    work.sweep();
    storage = storage(config, dataDir);
    graph = ground.graph();
    var urls =
        new MediaUrls(
            ground.key().derive("media.url"), publicUrl, config.urlLife(), ground.clock());
    api = new MediaApi(ground.db(), store, storage, urls);
    files =
        new MediaFiles(
            ground.db(),
            store,
            storage,
            urls,
            new FileCheck(new WebpImages(work)),
            ground.clock(),
            ground.random());
    uploads =
        new MediaUploads(ground.db(), store, uploadStore, storage, ground.graph(), ground.clock());
    cleaning =
        new MediaCleaning(
            ground.db(), store, uploadStore, storage, config.keepDays(), ground.clock());
  }

  private static MediaStorage storage(MediaConfig config, Path dataDir) {
    return config
        .s3()
        .<MediaStorage>map(S3Storage::new)
        .orElseGet(() -> new FolderStorage(dataDir.resolve("media")));
  }

  /**
   * Tries out where files are kept.
   *
   * @return where that is, in words
   * @throws StorageException with words for the operator where it does not work
   */
  public static String examine(MediaConfig config, Path dataDir) {
    try (MediaStorage storage = storage(config, dataDir)) {
      return storage.examine();
    }
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** Files that callers give. */
  public MediaFiles files() {
    return files;
  }

  /** Files on their way to WhatsApp. */
  public MediaUploads uploads() {
    return uploads;
  }

  /** Deletes files that nobody has any more. */
  public void clean() {
    cleaning.clean();
  }

  @Override
  public void close() {
    graph.close();
    storage.close();
  }
}
