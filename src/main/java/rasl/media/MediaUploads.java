package rasl.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.json.Json;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphMedia;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a message's file to WhatsApp just before the message leaves, and puts WhatsApp's id where
 * the payload has ours. The id is remembered, so that neither a retry nor another message with the
 * same file uploads it again. An upload does nothing that anybody sees: one whose outcome is
 * unknown is simply done again.
 */
public final class MediaUploads {
  private static final Logger log = LoggerFactory.getLogger(MediaUploads.class);

  /** WhatsApp keeps a file for 30 days; a message with it must not come too late. */
  private static final Duration REMEMBERED = Duration.ofDays(28);

  private final Db db;
  private final MediaStore store;
  private final UploadStore uploads;
  private final MediaStorage storage;
  private final GraphMedia graph;
  private final Clock clock;

  MediaUploads(
      Db db,
      MediaStore store,
      UploadStore uploads,
      MediaStorage storage,
      GraphMedia graph,
      Clock clock) {
    this.db = db;
    this.store = store;
    this.uploads = uploads;
    this.storage = storage;
    this.graph = graph;
    this.clock = clock;
  }

  /** Whether a payload may need {@link #attach}: most are texts and templates that do not. */
  public static boolean concerns(String payload) {
    return payload.contains("\"rasl-file-") || payload.contains("\"filename\"");
  }

  /** Makes sure that WhatsApp has the payload's file; may take as long as an upload takes. */
  public Attached attach(TenantId tenant, Connection from, String payload)
      throws InterruptedException {
    JsonNode parsed = Json.parseTrusted(payload);
    dropFilename(parsed);
    Optional<MediaReferences.Found> reference = MediaReferences.in(parsed);
    if (reference.isEmpty()) {
      return new Attached.Ready(Json.write(parsed), false);
    }
    Optional<StoredMedia> media =
        db.inTenant(tenant, tx -> store.find(tx, reference.get().media()));
    if (media.isEmpty()) {
      return new Attached.Gone("its file is no longer kept");
    }
    Optional<String> known =
        db.inTenant(
            tenant, tx -> uploads.find(tx, from.phoneNumberId(), media.get(), clock.instant()));
    if (known.isPresent()) {
      reference.get().replace(known.get());
      return new Attached.Ready(Json.write(parsed), true);
    }
    return uploaded(tenant, from, media.get(), parsed, reference.get());
  }

  /** We remember every file's name; WhatsApp takes that of a document alone. */
  private static void dropFilename(JsonNode payload) {
    String type = payload.path("type").asString("");
    if (!type.equals(MediaKind.DOCUMENT.word())
        && MediaKind.of(type).isPresent()
        && payload.path(type) instanceof ObjectNode media) {
      media.remove("filename");
    }
  }

  private Attached uploaded(
      TenantId tenant,
      Connection from,
      StoredMedia media,
      JsonNode payload,
      MediaReferences.Found reference)
      throws InterruptedException {
    var notAfter = clock.instant().plus(REMEMBERED);
    return switch (give(from, media)) {
      case GraphAnswer.Refused(var error) -> new Attached.Refused(error);
      case GraphAnswer.Silent(var why) -> new Attached.NotYet(why);
      case GraphAnswer.Ok(var body) -> {
        String id = body.path("id").asString("");
        if (!id.matches("[0-9A-Za-z_-]{1,255}")) {
          yield new Attached.NotYet("WhatsApp named no id for the file");
        }
        db.doInTenant(tenant, tx -> uploads.put(tx, from.phoneNumberId(), media, id, notAfter));
        reference.replace(id);
        yield new Attached.Ready(Json.write(payload), false);
      }
    };
  }

  private GraphAnswer give(Connection from, StoredMedia media) throws InterruptedException {
    String extension =
        Arrays.stream(FileType.values())
            .filter(type -> type.mimeType().equals(media.mimeType()))
            .map(FileType::extension)
            .findFirst()
            .orElse("bin");
    try (InputStream bytes = open(media)) {
      return graph.upload(
          from,
          new GraphMedia.Outgoing(
              media.mimeType(), "file." + extension, media.size(), () -> bytes));
    } catch (StorageException | UncheckedIOException | IOException e) {
      log.error("the file of a message cannot be read", e);
      return new GraphAnswer.Silent("its file cannot be read from the storage");
    }
  }

  private InputStream open(StoredMedia media) throws IOException {
    return storage
        .open(media.key(), 0, media.size())
        .orElseThrow(() -> new IOException("the storage has no " + media.key()));
  }

  /**
   * Forgets under which id WhatsApp has the file of a payload: it did not know it any more.
   *
   * @return whether there was one to forget
   */
  public boolean forget(TenantId tenant, Connection from, String payload) {
    return reference(payload)
        .flatMap(found -> db.inTenant(tenant, tx -> store.find(tx, found.media())))
        .filter(
            media ->
                db.<Integer>inTenant(tenant, tx -> uploads.forget(tx, from.phoneNumberId(), media))
                    > 0)
        .isPresent();
  }

  private static Optional<MediaReferences.Found> reference(String payload) {
    return MediaReferences.in(Json.parseTrusted(payload));
  }
}
