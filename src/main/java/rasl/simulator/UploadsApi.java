package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.http.RawRequest;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resumable uploads: {@code POST /{app-id}/uploads} begins one, {@code POST /upload:…} sends its
 * bytes and answers a handle, for examples of templates and for profile pictures. The bytes
 * themselves are counted, not kept.
 */
final class UploadsApi {
  private static final String SHELF = "uploads";
  private static final String HANDLES = "handles";
  private static final int MOST_KEPT = 500;
  private static final Set<String> TYPES =
      Set.of("application/pdf", "image/jpeg", "image/jpg", "image/png", "video/mp4");

  private final World world;
  private final MediaUrls urls;
  private final GraphAnswers answers;
  private final Ids ids;

  UploadsApi(World world, MediaUrls urls, GraphAnswers answers, Ids ids) {
    this.world = world;
    this.urls = urls;
    this.answers = answers;
    this.ids = ids;
  }

  /** Begins an upload. */
  ObjectNode begin(GraphCall call) {
    Parameters _ = call.request().parameters();
    return world.together(() -> begun(call));
  }

  private ObjectNode begun(GraphCall call) {
    String type = call.root().get("file_type").text(100);
    if (!TYPES.contains(type)) {
      throw call.root()
          .get("file_type")
          .wrong("must be one of {" + String.join(", ", TYPES.stream().sorted().toList()) + "}.");
    }
    String length = call.root().get("file_length").text(12);
    if (!length.matches("[0-9]{1,9}")
        || Long.parseLong(length) < 1
        || Long.parseLong(length) > MediaKinds.LARGEST) {
      throw call.root().get("file_length").wrong("must be from 1 to " + MediaKinds.LARGEST + ".");
    }
    String id = GraphRequest.UPLOAD + ids.token();
    keep(
        SHELF,
        id,
        answers
            .object()
            .put("type", type)
            .put("name", call.text("file_name").orElse("file"))
            .put("length", Long.parseLong(length))
            .put("received", 0));
    return answers.object().put("id", id);
  }

  /** {@code POST} sends bytes from {@code file_offset} on, {@code GET} asks how many are there. */
  ObjectNode continued(GraphRequest request) {
    boolean sends = request.method().equals("POST");
    int bytes = sends ? request.raw().body().read(MediaKinds.LARGEST).length : 0;
    return world.together(() -> continued(request, bytes));
  }

  private ObjectNode continued(GraphRequest request, int bytes) {
    String id = request.object();
    ObjectNode upload =
        new Shelf(world, SHELF)
            .get(id)
            .orElseThrow(() -> MetaError.unknownObject(request.method(), id).thrown());
    long received = upload.path("received").longValue();
    if (request.method().equals("GET")) {
      return answers.object().put("id", id).put("file_offset", received);
    }
    if (!request.method().equals("POST")) {
      throw MetaError.unknownObject(request.method(), id).thrown();
    }
    long offset = offset(request.raw());
    if (offset > received) {
      throw MetaError.parameter("The file_offset is " + offset + ", but " + received + " is due.")
          .thrown();
    }
    long now = offset + bytes;
    long length = upload.path("length").longValue();
    if (now > length) {
      throw MetaError.parameter("The file is longer than its file_length of " + length + ".")
          .thrown();
    }
    new Shelf(world, SHELF).put(id, upload.put("received", now));
    return now < length
        ? answers.object().put("id", id).put("file_offset", now)
        : answers.object().put("h", handle(upload));
  }

  private static long offset(RawRequest raw) {
    String offset = raw.header("file_offset").orElse("0").strip();
    if (!offset.matches("[0-9]{1,9}")) {
      throw MetaError.parameter("The header file_offset must be an integer.").thrown();
    }
    return Long.parseLong(offset);
  }

  private String handle(ObjectNode upload) {
    String handle =
        "4:"
            + base64(upload.path("name").asString(""))
            + ":"
            + base64(upload.path("type").asString(""))
            + ":"
            + ids.token()
            + ":e:"
            + world.now().plusSeconds(86_400).getEpochSecond();
    keep(HANDLES, handle, upload);
    return handle;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The oldest make room. */
  private void keep(String shelf, String key, ObjectNode value) {
    var all = new Shelf(world, shelf);
    Optional<Map.Entry<String, ?>> oldest =
        Optional.of(all.all())
            .filter(it -> it.size() >= MOST_KEPT)
            .map(it -> it.entrySet().iterator().next());
    oldest.ifPresent(it -> all.remove(it.getKey()));
    all.put(key, value);
  }

  /**
   * Where the picture of a handle can be seen.
   *
   * @throws GraphRefusedException no finished upload of a picture has this handle
   */
  String picture(String handle) {
    String type =
        new Shelf(world, HANDLES)
            .get(handle)
            .map(it -> it.path("type").asString(""))
            .orElseThrow(
                () ->
                    MetaError.parameter("Param profile_picture_handle is not a valid handle.")
                        .thrown());
    if (!type.startsWith("image/")) {
      throw MetaError.parameter("Param profile_picture_handle is not that of a picture.").thrown();
    }
    return urls.base() + QrCodesApi.IMAGES + "profile.png";
  }
}
