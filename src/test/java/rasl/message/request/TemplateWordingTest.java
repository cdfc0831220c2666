package rasl.message.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.message.Content;
import rasl.message.TemplateValues;
import rasl.refusal.RefusedException;
import rasl.template.Template;
import tools.jackson.databind.JsonNode;

/** Templates by chance: what is missing is named exactly, and what is given arrives whole. */
class TemplateWordingTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final String PIECES = "aZ0 .,!?€ß🙂سل{}$\\1\"'<>%&=/";

  /** A template made by chance, and what it needs. */
  private record Made(
      Template template, Set<String> required, List<String> variables, Map<String, String> all) {}

  @Test
  void exactlyWhatIsMissingIsNamed() {
    for (int seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      Made made = make(random);
      Map<String, String> given = new HashMap<>(made.all());
      Set<String> missing = new HashSet<>();
      for (String field : made.all().keySet()) {
        if (random.nextInt(3) == 0) {
          given.remove(field);
          missing.add(field);
        }
      }
      missing.retainAll(made.required());
      assertThat(wording(made, given).faults().keySet())
          .as("seed %d: %s", seed, made.template().components())
          .isEqualTo(missing);
    }
  }

  @Test
  void whatIsGivenArrivesWholeAndInItsPlace() {
    for (int seed = 0; seed < 400; seed++) {
      Made made = make(new Random(seed));
      Content content = wording(made, made.all()).content(UnaryOperator.identity());
      JsonNode template = Json.parse(String.valueOf(content.payload())).path("template");
      String as = "seed " + seed + ": " + made.template().components() + " " + content.payload();
      List<String> body = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (JsonNode component : template.path("components")) {
        assertThat(component.path("parameters").size()).as(as).isPositive();
        if (component.path("type").asString().equals("body")) {
          component.path("parameters").forEach(one -> body.add(one.path("text").asString()));
          component
              .path("parameters")
              .forEach(one -> names.add(one.path("parameter_name").asString("")));
        }
      }
      String expected = bodyText(made.template());
      for (int i = 0; i < made.variables().size(); i++) {
        String value = made.all().get("field_" + (i + 1));
        assertThat(body.get(i)).as(as).isEqualTo(value);
        assertThat(names.get(i))
            .as(as)
            .isEqualTo(made.template().named() ? made.variables().get(i) : "");
        expected = replaced(expected, "{{" + made.variables().get(i) + "}}", i);
      }
      for (int i = 0; i < made.variables().size(); i++) {
        expected = expected.replace(mark(i), made.all().get("field_" + (i + 1)));
      }
      assertThat(body).as(as).hasSameSizeAs(made.variables());
      assertThat(content.body()).as(as).isEqualTo(expected);
    }
  }

  @Test
  void mergingMayMakeAValueTooLongOrEmpty() {
    Made made = make(new Random(1), List.of("1"), false);
    Map<String, String> all = Map.of("field_1", "@{contact_first_name}");
    TemplateWording wording = wording(made, all);
    assertThat(wording.faults()).isEmpty();
    for (String merged : List.of("", " ", "x".repeat(1025), "a\nb")) {
      assertThatThrownBy(() -> wording.content(_ -> merged)).isInstanceOf(RefusedException.class);
    }
    assertThat(wording.content(_ -> "Ann").body()).contains("Ann");
  }

  @Test
  void noValueOfACodeIsShown() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      String code = "" + (100_000 + random.nextInt(900_000));
      String components =
          """
          [{"type": "BODY", "text": "*{{1}}* is your code, for {{2}} minutes, again {{1}}."},
           {"type": "FOOTER", "text": "x", "code_expiration_minutes": 5},
           {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Copy",
             "url": "https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}"}]}]
          """;
      Map<String, String> texts = new HashMap<>(Map.of("field_1", code, "field_2", "5"));
      if (random.nextBoolean()) {
        texts.put("button_0", code);
      }
      Template template = template("AUTHENTICATION", false, components);
      var wording =
          new TemplateWording(
              template,
              template.compiled(),
              new TemplateValues(texts, Optional.empty(), 1, Optional.empty()),
              NOW);
      Content content = wording.content(UnaryOperator.identity());
      assertThat(content.toString()).doesNotContain(code);
      String sent = content.secret().orElseThrow().payload();
      assertThat(Json.parse(sent).at("/template/components/1/parameters/0/text").asString())
          .isEqualTo(code);
      assertThat(content.body()).contains("for 5 minutes");
    }
  }

  @Test
  void whatNoUrlMayHoldIsEncodedAndNothingElse() {
    for (int seed = 0; seed < 300; seed++) {
      String text = text(new Random(seed), 40);
      String encoded = TemplatePayload.inUrl(text);
      assertThat(java.net.URI.create("https://a.example/" + encoded.replace("%", "%25")))
          .as("%d: %s", seed, text)
          .isNotNull();
      assertThat(java.net.URI.create("https://a.example/" + encoded)).isNotNull();
      assertThat(encoded).matches("[\\x21-\\x7e]*").doesNotContain(" ", "\"", "<", "{");
    }
    assertThat(TemplatePayload.inUrl("a/b?c=%20d&e=1#f")).isEqualTo("a/b?c=%20d&e=1#f");
    Map.of(
            "50% off", "50%25%20off",
            "100%", "100%25",
            "%", "%25",
            "%2", "%252",
            "%zz%2F", "%25zz%2F",
            "a%٢٥", "a%25%D9%A2%D9%A5",
            "%%20", "%25%20",
            "%e2%82%ac", "%e2%82%ac",
            "%é0", "%25%C3%A90")
        .forEach((given, url) -> assertThat(TemplatePayload.inUrl(given)).isEqualTo(url));
  }

  private static String replaced(String text, String variable, int index) {
    return text.replace(variable, mark(index));
  }

  private static String mark(int index) {
    return "\u0001" + index + "\u0002";
  }

  private static String bodyText(Template template) {
    for (JsonNode component : Json.parse(template.components())) {
      if (component.path("type").asString().equals("BODY")) {
        return component.path("text").asString();
      }
    }
    return "";
  }

  private static TemplateWording wording(Made made, Map<String, String> given) {
    return new TemplateWording(
        made.template(),
        made.template().compiled(),
        new TemplateValues(given, Optional.empty(), 1, Optional.empty()),
        NOW);
  }

  private static Made make(Random random) {
    boolean named = random.nextBoolean();
    int count = random.nextInt(6);
    List<String> variables = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      variables.add(named ? "name_" + (char) ('a' + i) : String.valueOf(i));
    }
    return make(random, variables, named);
  }

  private static Made make(Random random, List<String> variables, boolean named) {
    Set<String> required = new HashSet<>();
    Map<String, String> all = new LinkedHashMap<>();
    List<Map<String, Object>> components = new ArrayList<>();
    if (variables.size() > 1 && random.nextBoolean()) {
      String variable = named ? "order_no" : "1";
      components.add(Map.of("type", "HEADER", "format", "TEXT", "text", "No {{" + variable + "}}"));
      required.add("header_field_1");
      all.put("header_field_1", text(random, 20));
    }
    var body = new StringBuilder("Dear customer");
    for (int i = 0; i < variables.size(); i++) {
      body.append(", {{").append(variables.get(i)).append("}} it is");
      required.add("field_" + (i + 1));
      all.put("field_" + (i + 1), text(random, 30));
    }
    if (!variables.isEmpty() && random.nextBoolean()) {
      body.append(", and {{").append(variables.getFirst()).append("}} again");
    }
    components.add(Map.of("type", "BODY", "text", body.append(".").toString()));
    if (variables.size() > 1) {
      components.add(Map.of("type", "BUTTONS", "buttons", buttons(random, required, all)));
    }
    return new Made(template("UTILITY", named, Json.write(components)), required, variables, all);
  }

  private static List<Map<String, Object>> buttons(
      Random random, Set<String> required, Map<String, String> all) {
    List<Map<String, Object>> buttons = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String field = "button_" + i;
      switch (random.nextInt(4)) {
        case 0 -> {
          buttons.add(Map.of("type", "QUICK_REPLY", "text", "Yes"));
          all.put(field, text(random, 20));
        }
        case 1 -> {
          buttons.add(Map.of("type", "URL", "text", "Go", "url", "https://a.example/{{1}}"));
          required.add(field);
          all.put(field, text(random, 20));
        }
        case 2 -> {
          buttons.add(Map.of("type", "COPY_CODE", "text", "Copy"));
          required.add(field);
          all.put(field, text(random, 10));
        }
        default -> buttons.add(Map.of("type", "PHONE_NUMBER", "text", "Call"));
      }
    }
    return buttons;
  }

  private static Template template(String category, boolean named, String components) {
    return new Template(
        1,
        "111",
        "made",
        "en",
        category,
        "APPROVED",
        null,
        null,
        named,
        null,
        components,
        NOW,
        NOW);
  }

  /** Text that WhatsApp takes: neither empty at its ends nor with rows of blanks. */
  private static String text(Random random, int most) {
    var text = new StringBuilder("v");
    int[] pieces = PIECES.codePoints().toArray();
    int length = random.nextInt(most - 2);
    for (int i = 0; i < length; i++) {
      int piece = pieces[random.nextInt(pieces.length)];
      if (piece != ' ' || text.charAt(text.length() - 1) != ' ') {
        text.appendCodePoint(piece);
      }
    }
    return text.append("w").toString();
  }
}
