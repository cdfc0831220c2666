package rasl.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /{phone-number-id}/whatsapp_business_profile}: what customers see of a business. */
final class ProfileApi {
  private static final String KIND = "profile";
  private static final Set<String> FIELDS =
      Set.of(
          "about",
          "address",
          "description",
          "email",
          "messaging_product",
          "profile_picture_url",
          "vertical",
          "websites");
  private static final Map<String, Integer> LENGTHS =
      Map.of("about", 139, "address", 256, "description", 512, "email", 128);
  private static final List<String> VERTICALS =
      List.of(
          "UNDEFINED",
          "OTHER",
          "AUTO",
          "BEAUTY",
          "APPAREL",
          "EDU",
          "ENTERTAIN",
          "EVENT_PLAN",
          "FINANCE",
          "GROCERY",
          "GOVT",
          "HOTEL",
          "HEALTH",
          "NONPROFIT",
          "PROF_SERVICES",
          "RETAIL",
          "TRAVEL",
          "RESTAURANT",
          "NOT_A_BIZ",
          "ALCOHOL",
          "ONLINE_GAMBLING",
          "PHYSICAL_GAMBLING",
          "OTC_DRUGS",
          "MATRIMONY_SERVICE");

  private final World world;
  private final UploadsApi uploads;
  private final GraphAnswers answers;

  ProfileApi(World world, UploadsApi uploads, GraphAnswers answers) {
    this.world = world;
    this.uploads = uploads;
    this.answers = answers;
  }

  Map<String, GraphCall.Route> routes() {
    return Map.of(
        "GET whatsapp_business_profile", this::get, "POST whatsapp_business_profile", this::set);
  }

  private ObjectNode get(GraphCall call) {
    ObjectNode profile = shelf(call).one();
    if (!profile.has("vertical")) {
      profile.put("vertical", "UNDEFINED");
    }
    profile.put("messaging_product", "whatsapp");
    ObjectNode wanted =
        call.fields("about,messaging_product").of(profile, FIELDS, "WhatsAppBusinessProfile");
    wanted.put("messaging_product", "whatsapp");
    ObjectNode answer = answers.object();
    answer.putArray("data").add(wanted);
    return answer;
  }

  private ObjectNode set(GraphCall call) {
    call.checkProduct();
    ObjectNode profile = shelf(call).one();
    LENGTHS.forEach((name, most) -> text(call.root().get(name), most, profile));
    Param email = call.root().get("email");
    if (!email.value().isEmpty() && !email.value().matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
      throw email.wrong("must be a valid email address.");
    }
    Param vertical = call.root().get("vertical");
    if (vertical.isPresent() && !vertical.value().isEmpty()) {
      profile.put("vertical", vertical.oneOf(VERTICALS));
    }
    if (call.root().get("websites").isPresent()) {
      profile.set("websites", websites(call.root().get("websites")));
    }
    call.text("profile_picture_handle")
        .ifPresent(handle -> profile.put("profile_picture_url", uploads.picture(handle)));
    shelf(call).put(Shelf.ONE, profile);
    return answers.done();
  }

  /** An empty text takes the field away; Meta refuses that for {@code about} alone. */
  private static void text(Param value, int most, ObjectNode profile) {
    if (value.isAbsent()) {
      return;
    }
    String text = value.name().equals("about") ? value.text(most) : value.optionalText(most);
    if (text.isEmpty()) {
      profile.remove(value.name());
    } else {
      profile.put(value.name(), text);
    }
  }

  private static ArrayNode websites(Param websites) {
    ArrayNode all = Json.mapper().createArrayNode();
    List<JsonNode> given =
        websites.node().isArray()
            ? websites.node().valueStream().toList()
            : List.of(websites.node());
    for (JsonNode site : given) {
      String url = site.asString("");
      if (url.isEmpty()) {
        continue;
      }
      String scheme = url.toLowerCase(Locale.ROOT);
      if (url.length() > 256 || !(scheme.startsWith("http://") || scheme.startsWith("https://"))) {
        throw websites.wrong("must be URLs of at most 256 characters that begin with http.");
      }
      all.add(url);
    }
    if (all.size() > 2) {
      throw websites.wrong("must have at most 2 elements.");
    }
    return all;
  }

  private Shelf shelf(GraphCall call) {
    return Shelf.of(world, KIND, call.account().phoneNumberId());
  }
}
