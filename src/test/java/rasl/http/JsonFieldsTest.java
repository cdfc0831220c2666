package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

final class JsonFieldsTest {

  @Test
  void textIsTrimmedOfUnicodeWhiteSpaceAndMeasuredInCodePoints() {
    var in = of("{\"name\": \"\\u00a0\\u3000 Ann \\n\", \"emoji\": \"😀😀😀\"}");
    assertThat(in.requiredText("name", 3)).isEqualTo("Ann");
    assertThat(in.requiredText("emoji", 3)).isEqualTo("😀😀😀");
    assertThat(faults(in)).isEmpty();
    assertThat(in.text("emoji", 2)).isEmpty();
    assertThat(faults(in))
        .containsEntry("emoji", List.of("The emoji field must not have more than 2 characters."));
  }

  @Test
  void missingNullAndEmptyTextAreTheSame() {
    var in = of("{\"null\": null, \"blank\": \" \\t\\u2003\"}");
    for (String name : List.of("absent", "null", "blank")) {
      assertThat(in.text(name, 9)).isEmpty();
      assertThat(in.integer(name, 0, 9)).isEmpty();
    }
    assertThat(faults(in)).isEmpty();
    in.requiredText("absent", 9);
    in.requiredText("null", 9);
    in.requiredText("blank", 9);
    in.requiredIds("ids");
    assertThat(faults(in))
        .containsExactly(
            Map.entry("absent", List.of("The absent field is required.")),
            Map.entry("null", List.of("The null field is required.")),
            Map.entry("blank", List.of("The blank field is required.")),
            Map.entry("ids", List.of("The ids field is required.")));
    assertThat(in.has("null")).isTrue();
    assertThat(in.has("absent")).isFalse();
  }

  @Test
  void aNumberIsNoTextAndBrokenTextIsRefused() {
    var in =
        of("{\"a\": 1, \"b\": \"x\\u0000\", \"c\": \"\\ud800\", \"d\": \"\\ude00x\", \"e\": true}");
    for (String name : List.of("a", "b", "c", "d", "e")) {
      in.requiredText(name, 9);
    }
    assertThat(faults(in))
        .containsEntry("a", List.of("The a field must be text."))
        .containsEntry("b", List.of("The b field must not contain the character U+0000."))
        .containsEntry("c", List.of("The c field must not contain half a surrogate pair."))
        .containsKeys("d", "e");
  }

  @Test
  void anIntegerIsAJsonIntegerOrDigits() {
    var in = of("{\"a\": 5, \"b\": \" 007 \", \"c\": -3, \"d\": \"-3\", \"e\": \"\"}");
    assertThat(in.integer("a", 0, 9)).contains(5L);
    assertThat(in.integer("b", 0, 9)).contains(7L);
    assertThat(in.integer("c", -9, 9)).contains(-3L);
    assertThat(in.integer("d", -9, 9)).contains(-3L);
    assertThat(in.integer("e", 0, 9)).isEmpty();
    assertThat(faults(in)).isEmpty();
  }

  @Test
  void whatOnlyLooksLikeAnIntegerIsNone() {
    for (String value :
        List.of("1.0", "1e3", "true", "\"+5\"", "\"1.0\"", "\"٣\"", "\"5x\"", "[5]", "{}")) {
      var in = of("{\"a\": " + value + "}");
      assertThat(in.integer("a", 0, 9)).isEmpty();
      assertThat(faults(in))
          .as(value)
          .containsEntry("a", List.of("The a field must be an integer."));
    }
  }

  @Test
  void idsEndBelow2To53() {
    var in = of("{\"a\": 9007199254740991, \"b\": \"9007199254740992\", \"c\": 0, \"d\": -1}");
    assertThat(in.id("a")).contains(9007199254740991L);
    in.id("b");
    in.id("c");
    in.id("d");
    assertThat(faults(in)).containsOnlyKeys("b", "c", "d");
    var far =
        of(
            "{\"a\":99999999999999999999999, \"b\":\"9999999999999999999\", \"c\":\""
                + "9".repeat(50)
                + "\"}");
    far.id("a");
    far.id("b");
    far.id("c");
    assertThat(faults(far))
        .hasSize(3)
        .containsEntry("a", List.of("The a field must be an integer from 1 to 9007199254740991."));
  }

  @Test
  void booleansMayBeTextsAndNumbers() {
    var in =
        of(
            "{\"a\":true,\"b\":\"true\",\"c\":1,\"d\":\"1\",\"e\":false,\"f\":\"false\",\"g\":0,\"h\":\"0\"}");
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(in.bool(name)).contains(true);
    }
    for (String name : List.of("e", "f", "g", "h")) {
      assertThat(in.bool(name)).contains(false);
    }
    assertThat(faults(in)).isEmpty();
    var wrong = of("{\"a\":2,\"b\":\"yes\",\"c\":1.0,\"d\":[]}");
    List.of("a", "b", "c", "d").forEach(wrong::bool);
    assertThat(faults(wrong)).hasSize(4);
  }

  @Test
  void listsOfIdsNameEachWrongItem() {
    var in = of("{\"ids\":[1,\"2\",\"x\",null,3.5],\"none\":[],\"text\":\"1,2\"}");
    assertThat(in.requiredIds("ids")).containsExactly(1L, 2L);
    assertThat(in.requiredIds("none")).isEmpty();
    assertThat(in.ids("none")).isEmpty();
    assertThat(in.ids("absent")).isEmpty();
    in.ids("text");
    assertThat(faults(in)).containsOnlyKeys("ids.2", "ids.3", "ids.4", "none", "text");
  }

  @Test
  void objectsInAListHaveTheirOwnPaths() {
    var in = of("{\"contacts\":[{\"email\":\"a\"},{},7]}");
    List<Fields> contacts = in.requiredObjects("contacts", 1, 10);
    assertThat(contacts).hasSize(2);
    contacts.forEach(contact -> contact.requiredText("email", 9));
    contacts.getFirst().fault("email", "taken");
    assertThat(faults(in))
        .containsExactly(
            Map.entry("contacts.2", List.of("The contacts.2 field must be an object.")),
            Map.entry("contacts.1.email", List.of("The contacts.1.email field is required.")),
            Map.entry("contacts.0.email", List.of("taken")));
    var many = of("{\"contacts\":[{},{},{}]}");
    assertThat(many.requiredObjects("contacts", 1, 2)).isEmpty();
    assertThat(faults(many))
        .containsEntry("contacts", List.of("The contacts field must not have more than 2 items."));
  }

  @Test
  void aBodyThatIsNoObjectIsRefused() {
    for (String body : List.of("[]", "1", "null", "\"x\"")) {
      var refused = catchThrowableOfType(RefusedException.class, () -> of(body));
      assertThat(((Refusal.Invalid) refused.refusal()).errors())
          .containsEntry("body", List.of("The body must be a JSON object."));
    }
  }

  private static JsonFields of(String json) {
    return JsonFields.of(Json.parse(json));
  }

  private static Map<String, List<String>> faults(Fields in) {
    var refused = catchThrowableOfType(RefusedException.class, () -> in.orRefuse(() -> ""));
    return refused == null ? Map.of() : ((Refusal.Invalid) refused.refusal()).errors();
  }
}
