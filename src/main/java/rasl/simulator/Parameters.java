package rasl.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rasl.http.FormParts;
import rasl.http.RawRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a Graph call, from the query, a form of either kind, or a JSON body. The body
 * goes before the query.
 *
 * @param json without nulls, in Meta's own spelling
 * @param files the parts of a form that are files
 */
record Parameters(ObjectNode json, Map<String, FormParts.Part> files) {
  private static final int MAX_BODY = 1 << 20;
  private static final int MAX_FORM = MediaKinds.LARGEST + (64 << 10);
  private static final String URL_ENCODED = "application/x-www-form-urlencoded";

  /** Those of the query alone, for bodies that are files. */
  static Parameters ofQuery(String query) {
    return new Parameters(spelled(FormText.parse(query)), Map.of());
  }

  /**
   * Reads the body.
   *
   * @throws GraphRefusedException it is neither a form nor a JSON object
   */
  static Parameters read(RawRequest raw) {
    ObjectNode all = FormText.parse(raw.query());
    String type = raw.header("content-type").orElse("");
    if (FormParts.isForm(type)) {
      return ofForm(all, type, raw.body().read(MAX_FORM));
    }
    byte[] body = raw.body().read(MAX_BODY);
    if (body.length == 0) {
      return new Parameters(spelled(all), Map.of());
    }
    if (isUrlEncoded(type)) {
      all.setAll(FormText.parse(new String(body, StandardCharsets.UTF_8).strip()));
    } else {
      JsonNode json =
          RequestJson.parse(body)
              .orElseThrow(
                  () ->
                      MetaError.of(100, "The request body is not a JSON object of valid UTF-8")
                          .thrown());
      all.setAll((ObjectNode) json);
    }
    return new Parameters(spelled(all), Map.of());
  }

  private static Parameters ofForm(ObjectNode all, String type, byte[] body) {
    Map<String, FormParts.Part> files = new HashMap<>();
    FormParts form =
        FormParts.parse(type, body)
            .orElseThrow(
                () ->
                    MetaError.of(100, "The request body is not well-formed multipart/form-data")
                        .thrown());
    form.parts()
        .forEach(
            (name, part) -> {
              if (part.filename().isEmpty() && !name.equals("file")) {
                FormText.put(all, name, part.text());
              } else {
                files.put(name, part);
              }
            });
    return new Parameters(spelled(all), files);
  }

  private static ObjectNode spelled(ObjectNode all) {
    return Spelling.unify(FormText.withArrays(all));
  }

  static boolean isUrlEncoded(String contentType) {
    return contentType.regionMatches(true, 0, URL_ENCODED, 0, URL_ENCODED.length());
  }

  /** A parameter as text, whether it came as text, as a number or as a flag. */
  Optional<String> text(String name) {
    JsonNode value = json.path(name);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(value.asString())
        : Optional.empty();
  }

  Param root() {
    return Param.root(json);
  }
}
