package rasl.media;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import rasl.config.MediaConfig;
import rasl.cpu.CpuPool;
import rasl.crypto.KeyRing;
import rasl.db.Db;
import rasl.disk.Disk;
import rasl.disk.Spool;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.job.JobHandler;
import rasl.job.JobQueue;
import rasl.tenant.TenantStore;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.GraphMedia;

/** Puts the media room together. */
public final class MediaModule implements AutoCloseable {
  /** How often {@link #clean} is called. */
  public static final Duration CLEANING = Duration.ofHours(6);

  private final Spool work;
  private final MediaStorage storage;
  private final GraphMedia graph;
  private final MediaApi api;
  private final MediaFiles files;
  private final MediaUploads uploads;
  private final MediaCleaning cleaning;
  private final InboundFiles inbound;
  private final Fetching fetching;

  /**
   * The parts that the room uses.
   *
   * @param cpu where pictures are converted
   * @param tenants the plans of tenants
   * @param installation the id of this installation
   * @param graph closed together with the room
   */
  public record Ground(
      Db db,
      JobQueue queue,
      EventLog events,
      ConnectionStore connections,
      KeyRing keys,
      CpuPool cpu,
      TenantStore tenants,
      String installation,
      GraphMedia graph,
      Clock clock,
      SecureRandom random) {}

  /**
   * @param dataDir in which files are kept unless they go elsewhere
   * @param publicUrl the base of the files' URLs
   * @param jobSlots how many jobs the server works on at once
   */
  public MediaModule(
      Ground ground, MediaConfig config, Path dataDir, Supplier<URI> publicUrl, int jobSlots) {
    var store = new MediaStore();
    var rows = new LimitedFiles(ground.tenants(), store);
    var uploadStore = new UploadStore();
    work = new Spool(dataDir.resolve("work"), Disk.of(dataDir));
    storage = storage(config, dataDir);
    graph = ground.graph();
    var urls =
        new MediaUrls(
            ground.keys().derive("media.url"), publicUrl, config.urlLife(), ground.clock());
    api = new MediaApi(ground.db(), store, storage, urls);
    files =
        new MediaFiles(
            ground.db(),
            rows,
            storage,
            urls,
            new FileCheck(new WebpImages(work, ground.cpu())),
            ground.clock(),
            ground.random());
    uploads =
        new MediaUploads(ground.db(), store, uploadStore, storage, ground.graph(), ground.clock());
    cleaning = cleaning(ground, store, uploadStore, config.keepDays());
    var inboundStore = new InboundFileStore();
    inbound = new InboundFiles(inboundStore, ground.queue());
    fetching = fetching(ground, inboundStore, store, rows, work, jobSlots);
  }

  private MediaCleaning cleaning(
      Ground ground, MediaStore store, UploadStore uploadStore, int keepDays) {
    return new MediaCleaning(
        ground.db(), store, uploadStore, storage, ground.installation(), keepDays, ground.clock());
  }

  private Fetching fetching(
      Ground ground,
      InboundFileStore inboundStore,
      MediaStore store,
      LimitedFiles rows,
      Spool work,
      int jobSlots) {
    return new Fetching(
        ground.db(),
        ground.queue(),
        ground.connections(),
        inboundStore,
        new InboundDownload(ground.graph(), work),
        new InboundKeeping(ground.db(), store, rows, storage, files, ground.clock()),
        new FetchTurns(jobSlots),
        ground.events(),
        ground.clock());
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

  /** Clears what a killed server left half done; only the one server of a data folder may. */
  public void start() {
    work.sweep();
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

  /** Files that customers send. */
  public InboundFiles inbound() {
    return inbound;
  }

  /** The room's background work, by kind of job. */
  public Map<String, JobHandler> jobs() {
    return Map.of(InboundFiles.FETCH, fetching);
  }

  /** Deletes files that nothing refers to any more. */
  public void clean() {
    cleaning.clean();
  }

  @Override
  public void close() {
    graph.close();
    storage.close();
  }
}
