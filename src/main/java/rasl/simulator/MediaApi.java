package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import rasl.crypto.Hashes;
import rasl.http.FormParts;
import rasl.http.RawRequest;
import rasl.http.RawResponse;
import tools.jackson.databind.node.ObjectNode;

/** Files: upload, look up, download, delete. */
final class MediaApi {
  private static final Duration UPLOADED_KEPT = Duration.ofDays(30);
  private static final Duration INBOUND_KEPT = Duration.ofDays(7);

  private static final int SWEPT_AT_ONCE = 20;

  private final World world;
  private final MediaFolder folder;
  private final MediaUrls urls;
  private final GraphAnswers answers;
  private final Ids ids;

  MediaApi(World world, MediaFolder folder, MediaUrls urls, GraphAnswers answers, Ids ids) {
    this.world = world;
    this.folder = folder;
    this.urls = urls;
    this.answers = answers;
    this.ids = ids;
  }

  ObjectNode upload(GraphCall call) {
    call.checkProduct();
    FormParts.Part file = call.request().parameters().files().get("file");
    if (file == null) {
      throw MetaError.parameter("The parameter file is required.").thrown();
    }
    String declared = call.text("type").orElse("").strip();
    String type = file.contentType().isEmpty() ? declared : file.contentType();
    MediaKinds.check(type, file.bytes());
    if (!declared.isEmpty() && !MediaKinds.bare(declared).equals(MediaKinds.bare(type))) {
      throw MetaError.of(
              131053, "The form's type " + declared + " is not that of the file, " + type)
          .thrown();
    }
    Media stored = store(call.account(), type, file.filename(), file.bytes(), false);
    return answers.object().put("id", stored.id());
  }

  /** Keeps a file; one from a customer is kept for 7 days, others for 30. */
  Media store(
      SimulatorAccount account, String type, String filename, byte[] bytes, boolean inbound) {
    var media =
        new Media(
            ids.object(),
            account.phoneNumberId(),
            type,
            HexFormat.of().formatHex(Hashes.sha256(bytes)),
            bytes.length,
            filename,
            world.now().plus(inbound ? INBOUND_KEPT : UPLOADED_KEPT),
            inbound);
    sweep();
    folder.put(media.id(), bytes);
    world.tell(new Fact.MediaStored(media));
    return media;
  }

  /** Files whose time has run out leave the disk when others come. */
  private void sweep() {
    Instant now = world.now();
    for (String id : world.ask(state -> state.expiredMedia(now, SWEPT_AT_ONCE))) {
      world.tell(new Fact.MediaDeleted(id));
      folder.delete(id);
    }
  }

  Optional<Media> find(String id) {
    Instant now = world.now();
    return world.ask(state -> state.media(id, now));
  }

  Optional<byte[]> bytes(Media media) {
    return folder.get(media.id());
  }

  ObjectNode get(GraphCall call, Media media) {
    checkNumber(media, call);
    return answers
        .object()
        .put("url", urls.url(call.account(), media.id(), world.now()))
        .put("mime_type", media.mimeType())
        .put("sha256", media.sha256())
        .put("file_size", media.size())
        .put("id", media.id())
        .put("messaging_product", "whatsapp");
  }

  ObjectNode delete(GraphCall call, Media media) {
    checkNumber(media, call);
    world.tell(new Fact.MediaDeleted(media.id()));
    folder.delete(media.id());
    return answers.object().put("success", true);
  }

  private static void checkNumber(Media media, GraphCall call) {
    Optional<String> number = call.text("phone_number_id");
    if (number.isPresent() && !number.get().equals(media.number())) {
      throw MetaError.parameter(
              "Param phone_number_id is not a valid whatsapp business phone number id ID")
          .thrown();
    }
  }

  /** The media host: only for the token's own files, and only under a fresh URL. */
  RawResponse download(List<SimulatorAccount> visible, RawRequest request) {
    String query = request.query();
    String range = request.header("range").orElse("");
    String id = GraphRequest.parameter(query, "mid").orElse("");
    String until =
        GraphRequest.parameter(query, "ext").filter(it -> it.matches("[0-9]{1,12}")).orElse("0");
    String hash = GraphRequest.parameter(query, "hash").orElse("");
    Optional<Media> media = find(id);
    boolean allowed =
        media.isPresent()
            && visible.stream()
                .filter(it -> it.phoneNumberId().equals(media.get().number()))
                .anyMatch(it -> urls.isValid(it, id, Long.parseLong(until), hash, world.now()));
    if (!allowed) {
      return RawResponse.text(404, "");
    }
    return bytes(media.get())
        .map(it -> Download.of(media.get(), it, range))
        .orElseGet(() -> RawResponse.text(404, ""));
  }

  /** Refuses a message whose file is not this number's, or does not fit its type. */
  void checkReference(SimulatorAccount account, String type, Param media) {
    Param id = media.get("id");
    if (id.isAbsent()) {
      return;
    }
    Media file =
        find(id.node().asString(""))
            .filter(it -> it.number().equals(account.phoneNumberId()) && !it.inbound())
            .orElseThrow(() -> ContentCheck.notOurs(id));
    if (!MediaKinds.fits(type, file.mimeType())) {
      throw MetaError.of(131053, "Media of type " + file.mimeType() + " cannot be sent as " + type)
          .thrown();
    }
    if (type.equals("sticker") && file.size() > MediaKinds.STICKER) {
      throw MetaError.of(131053, "A sticker has at most " + MediaKinds.STICKER + " bytes.")
          .thrown();
    }
  }

  void clear() {
    folder.clear();
  }
}
