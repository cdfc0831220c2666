package rasl.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rasl.json.Json;
import rasl.template.Compiled.ButtonParameter;

/** A template taken apart names exactly the parameters that it has. */
class CompiledTest {

  @Test
  void placesComeInTheirOrderEachOnceWhereverTheyStand() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int count = 1 + random.nextInt(10);
      List<Integer> places = new ArrayList<>(IntStream.rangeClosed(1, count).boxed().toList());
      places.addAll(List.copyOf(places).subList(0, random.nextInt(count)));
      java.util.Collections.shuffle(places, random);
      var text = new StringBuilder("Dear");
      places.forEach(place -> text.append(" {{").append(place).append("}},"));
      Compiled compiled = compiled(false, Map.of("type", "BODY", "text", text.toString()));
      assertThat(compiled.body().variables())
          .as("round %d: %s", round, text)
          .isEqualTo(IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList());
      List<String> values =
          IntStream.rangeClosed(1, count).mapToObj(place -> "$" + place + "\\").toList();
      assertThat(compiled.body().with(values)).doesNotContain("{{").contains("$1\\");
    }
  }

  @Test
  void namesComeInTheOrderInWhichTheyAppear() {
    Compiled compiled =
        compiled(true, Map.of("type", "body", "text", "{{day}}, {{first_name}}, {{day}}."));
    assertThat(compiled.body().variables()).containsExactly("day", "first_name");
    assertThat(compiled.body().with(List.of("Monday", "Ann"))).isEqualTo("Monday, Ann, Monday.");
  }

  @Test
  void buttonsSayWhatASendGives() {
    Compiled compiled =
        compiled(
            false,
            Map.of(
                "type",
                "BUTTONS",
                "buttons",
                List.of(
                    Map.of("type", "QUICK_REPLY", "text", "Yes"),
                    Map.of("type", "URL", "text", "Track", "url", "https://a.example/{{1}}"),
                    Map.of("type", "URL", "text", "Home", "url", "https://a.example/"),
                    Map.of("type", "COPY_CODE", "text", "Copy"),
                    Map.of("type", "PHONE_NUMBER", "text", "Call"),
                    Map.of("type", "OTP", "text", "Copy code"),
                    Map.of("type", "URL", "text", "Code", "url", "https://w.example/otp{{1}}"))));
    assertThat(compiled.buttons().stream().map(Compiled.Button::parameter))
        .containsExactly(
            ButtonParameter.PAYLOAD,
            ButtonParameter.URL_SUFFIX,
            ButtonParameter.NONE,
            ButtonParameter.COUPON_CODE,
            ButtonParameter.NONE,
            ButtonParameter.ONE_TIME_CODE,
            ButtonParameter.ONE_TIME_CODE);
  }

  @Test
  void whatIsUnknownIsNoError() {
    Compiled compiled =
        compiled(
            false,
            Map.of("type", "CAROUSEL"),
            Map.of("type", "HEADER", "format", "LOCATION"),
            Map.of("nothing", true));
    assertThat(compiled.header().format()).isEqualTo("LOCATION");
    assertThat(compiled.body().variables()).isEmpty();
  }

  private static Compiled compiled(boolean named, Object... components) {
    return Compiled.of(Json.write(List.of(components)), named);
  }
}
