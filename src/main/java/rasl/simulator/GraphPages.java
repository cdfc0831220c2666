package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists in pages, with cursors, as the Graph API answers them. */
final class GraphPages {
  private static final int MOST_PER_PAGE = 1_000;

  private final MediaUrls urls;

  GraphPages(MediaUrls urls) {
    this.urls = urls;
  }

  /**
   * The page that was asked for.
   *
   * @param usual how many are on a page where the call does not say
   */
  ObjectNode page(GraphRequest request, List<? extends JsonNode> all, int usual) {
    int limit = Math.clamp(number(request, "limit", usual), 1, MOST_PER_PAGE);
    int from = start(request, limit, all.size());
    List<? extends JsonNode> page = all.subList(from, Math.min(all.size(), from + limit));
    ObjectNode answer = Json.mapper().createObjectNode();
    ArrayNode data = answer.putArray("data");
    page.forEach(data::add);
    if (!page.isEmpty()) {
      ObjectNode paging = answer.putObject("paging");
      paging
          .putObject("cursors")
          .put("before", cursor(from))
          .put("after", cursor(from + page.size()));
      if (from > 0) {
        paging.put("previous", link(request, limit, "before=" + cursor(from)));
      }
      if (from + page.size() < all.size()) {
        paging.put("next", link(request, limit, "after=" + cursor(from + page.size())));
      }
    }
    return answer;
  }

  /** Another page of this list, without the token. */
  private String link(GraphRequest request, int limit, String place) {
    String kept =
        Arrays.stream(request.raw().query().split("&"))
            .filter(
                part -> !part.isEmpty() && !part.matches("(access_token|limit|after|before)=.*"))
            .collect(Collectors.joining("&"));
    return urls.base()
        + "/"
        + request.version()
        + "/"
        + String.join("/", request.path())
        + "?"
        + (kept.isEmpty() ? "" : kept + "&")
        + "limit="
        + limit
        + "&"
        + place;
  }

  private static int start(GraphRequest request, int limit, int size) {
    Optional<Integer> after = request.text("after").map(GraphPages::position);
    Optional<Integer> before = request.text("before").map(GraphPages::position);
    int start = after.orElseGet(() -> before.map(end -> end - limit).orElse(0));
    return Math.clamp(start, 0, size);
  }

  private static String cursor(int position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("p" + position).getBytes(StandardCharsets.US_ASCII));
  }

  private static int position(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      return Integer.parseInt(text.substring(1));
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      throw MetaError.parameter("Invalid cursor").thrown();
    }
  }

  private static long number(GraphRequest request, String name, long otherwise) {
    String value = request.text(name).orElse(Long.toString(otherwise));
    if (!value.matches("[0-9]{1,9}")) {
      throw MetaError.parameter("Param " + name + " must be an integer.").thrown();
    }
    return Long.parseLong(value);
  }
}
