package rasl.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.http.RawResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /{phone-number-id}/message_qrdls}: codes that open a chat with a text filled in. */
final class QrCodesApi {
  static final String IMAGES = "/qr_images/";
  private static final int MOST_CODES = 2_000;
  private static final int USUAL_PAGE = 25;
  private static final Set<String> FIELDS =
      Set.of("code", "prefilled_message", "deep_link_url", "qr_image_url", "creation_time");
  private static final String USUAL_FIELDS = "code,prefilled_message,deep_link_url";

  private final World world;
  private final MediaUrls urls;
  private final GraphPages pages;
  private final GraphAnswers answers;
  private final Ids ids;

  QrCodesApi(World world, MediaUrls urls, GraphPages pages, GraphAnswers answers, Ids ids) {
    this.world = world;
    this.urls = urls;
    this.pages = pages;
    this.answers = answers;
    this.ids = ids;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET message_qrdls", this::list,
        "GET message_qrdls/*", this::get,
        "POST message_qrdls", call -> save(call, call.text("code")),
        "POST message_qrdls/*", call -> save(call, Optional.of(call.last())),
        "DELETE message_qrdls/*", this::delete);
  }

  private ObjectNode list(GraphCall call) {
    List<JsonNode> all = new ArrayList<>();
    String code = call.text("code").orElse("");
    for (JsonNode qr : shelf(call).all().values()) {
      if (code.isEmpty() || code.equals(qr.path("code").asString())) {
        all.add(describe(call, (ObjectNode) qr.deepCopy()));
      }
    }
    return pages.page(call.request(), all.reversed(), USUAL_PAGE);
  }

  private ObjectNode get(GraphCall call) {
    ObjectNode answer = answers.object();
    answer.putArray("data").add(describe(call, known(call, call.last())));
    return answer;
  }

  private ObjectNode describe(GraphCall call, ObjectNode qr) {
    FieldList wanted = call.fields(USUAL_FIELDS);
    FieldList.Wanted image = wanted.wanted().get("qr_image_url");
    if (image != null) {
      qr.put("qr_image_url", image(qr, image.arguments().getOrDefault("format", "SVG")));
    }
    return wanted.of(qr, FIELDS, "WhatsAppMessageQRCode");
  }

  private String image(ObjectNode qr, String format) {
    if (!format.equalsIgnoreCase("SVG") && !format.equalsIgnoreCase("PNG")) {
      throw MetaError.parameter("Param generate_qr_image must be one of {PNG, SVG}.").thrown();
    }
    String ending = format.toLowerCase(Locale.ROOT);
    return urls.base() + IMAGES + qr.path("code").asString() + "." + ending;
  }

  /** Makes a code, or changes the text of one. */
  private ObjectNode save(GraphCall call, Optional<String> code) {
    String text = call.root().get("prefilled_message").text(140);
    ObjectNode qr =
        code.map(it -> known(call, it))
            .orElseGet(
                () -> {
                  if (shelf(call).all().size() >= MOST_CODES) {
                    throw MetaError.parameter(
                            "A phone number has at most " + MOST_CODES + " QR codes.")
                        .thrown();
                  }
                  return fresh();
                });
    qr.put("prefilled_message", text);
    ObjectNode answer = qr.deepCopy();
    answer.remove("creation_time");
    call.text("generate_qr_image")
        .ifPresent(format -> answer.put("qr_image_url", image(qr, format)));
    shelf(call).put(qr.path("code").asString(), qr);
    return answer;
  }

  private ObjectNode fresh() {
    String code = ids.qrCode();
    return answers
        .object()
        .put("code", code)
        .put("prefilled_message", "")
        .put("deep_link_url", "https://wa.me/message/" + code)
        .put("creation_time", world.now().getEpochSecond());
  }

  private ObjectNode delete(GraphCall call) {
    ObjectNode _ = known(call, call.last());
    shelf(call).remove(call.last());
    return answers.done();
  }

  private ObjectNode known(GraphCall call, String code) {
    return shelf(call)
        .get(code)
        .orElseThrow(
            () ->
                MetaError.parameter("QR code '" + code + "' does not exist for this phone number.")
                    .thrown());
  }

  private Shelf shelf(GraphCall call) {
    return Shelf.of(world, "qr", call.account().phoneNumberId());
  }

  /** A picture in place of every code's: it cannot be scanned. */
  static RawResponse picture(String path) {
    return path.endsWith(".svg")
        ? RawResponse.of(200, "image/svg+xml", Samples.resource("icon.svg"))
        : RawResponse.of(200, "image/png", Samples.resource("sample.png"));
  }
}
