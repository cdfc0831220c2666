package rasl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import tools.jackson.databind.JsonNode;

final class JsonTest {
  record Sample(
      long id,
      String createdBy,
      Instant createdAt,
      Optional<String> color,
      Optional<String> name,
      @Nullable String none,
      List<Long> groupIds) {}

  @Test
  void recordsAreWrittenInSnakeCaseInTheirOwnOrderWithNullsAndMilliseconds() {
    var sample =
        new Sample(
            7,
            "é",
            Instant.parse("2025-12-12T14:30:00.123456Z"),
            Optional.empty(),
            Optional.of("x"),
            null,
            List.of(1L));
    String expected =
        """
        {"id":7,"created_by":"é","created_at":"2025-12-12T14:30:00.123Z","color":null,"name":"x",\
        "none":null,"group_ids":[1]}\
        """;
    assertThat(Json.write(sample)).isEqualTo(expected);
    assertThat(new String(Json.writeBytes(sample), StandardCharsets.UTF_8)).isEqualTo(expected);
    assertThat(Json.readTrusted(expected, Sample.class).createdAt())
        .isEqualTo(Instant.parse("2025-12-12T14:30:00.123Z"));
  }

  @Test
  void aWholeSecondHasItsThreeZeros() {
    assertThat(Json.write(Instant.parse("2025-12-12T14:30:00Z")))
        .isEqualTo("\"2025-12-12T14:30:00.000Z\"");
  }

  @Test
  void timesOfAllCenturiesAreWrittenAsTheFormatterDoes() {
    var format = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    var random = new SplittableRandom(3);
    for (int i = 0; i < 20_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(-62_135_596_800L, 253_402_300_800L), random.nextInt(1_000_000_000));
      assertThat(Json.time(time)).isEqualTo(format.format(time.atOffset(ZoneOffset.UTC)));
    }
  }

  @Test
  void brokenJsonIsRefusedWithItsPlaceAndWithoutItsWords() {
    assertThat(fault("{\"name\": \"secret\",\n  oops}"))
        .contains("line 2, column ")
        .doesNotContain("oops")
        .doesNotContain("secret");
  }

  @Test
  void whatIsNotExactlyOneValueIsRefused() {
    assertThat(fault("")).contains("empty");
    assertThat(fault("  ")).contains("empty");
    assertThat(fault("{} {}")).contains("valid JSON");
    assertThat(fault("{\"a\":1")).contains("valid JSON");
    assertThat(fault("{\"a\":1,}")).contains("valid JSON");
    assertThat(fault("{'a':1}")).contains("valid JSON");
    assertThat(fault("NaN")).contains("valid JSON");
  }

  @Test
  void aFieldNamedTwiceIsRefusedInAnyDepth() {
    assertThat(fault("{\"a\":[{\"b\":1,\"b\":2}]}")).contains("twice").contains("line 1");
  }

  @Test
  void nestingAndNumbersHaveLimits() {
    assertThat(fault("[".repeat(101) + "]".repeat(101))).contains("limits");
    assertThat(fault("[" + "9".repeat(101) + "]")).contains("limits");
    assertThat(Json.parse("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
  }

  @Test
  void theNumberOfValuesHasALimitButForOurOwnJson() {
    String many = "[" + "0,".repeat(Json.MAX_TOKENS) + "0]";
    assertThat(fault(many)).contains("limits").contains("1000000 values");
    assertThat(Json.parseTrusted(many).size()).isEqualTo(Json.MAX_TOKENS + 1);
    String deep = "[".repeat(150) + "]".repeat(150);
    assertThat(Json.parseTrusted(deep).isArray()).isTrue();
  }

  @Test
  void largeJsonIsReadAsSmallJsonIs() {
    for (String text : List.of("{\"a\":[1,\"\u0633\"]}", "\uFEFF{\"a\":1}", "[[],[],{}]")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      var small = new AtomicLong();
      var large = new AtomicLong();
      JsonNode whole = Json.parse(Json.text(bytes, bytes.length, small::addAndGet));
      JsonNode pieces = Json.parse(Json.reader(new ByteArrayInputStream(bytes), large::addAndGet));
      assertThat(pieces).isEqualTo(whole).isEqualTo(Json.parse(bytes));
      // What a tree takes is known but roughly, and before it is there.
      assertThat(large.get()).isBetween(small.get() - 3, small.get());
      assertThat(small.get()).isGreaterThan(64);
    }
    byte[] broken = {'[', '"', (byte) 0xc3, '"', ']'};
    assertThat(fault(() -> Json.parse(Json.reader(new ByteArrayInputStream(broken), _ -> {}))))
        .contains("UTF-8");
    byte[] empty = {};
    assertThat(fault(() -> Json.parse(Json.reader(new ByteArrayInputStream(empty), _ -> {}))))
        .contains("empty");
  }

  /** However large the parser's buffer is: one that was used before may be. */
  @Test
  void memoryIsAskedForLittleByLittle() throws IOException {
    byte[] bytes = "{},".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    var asked = new AtomicLong();
    try (Reader reader = Json.reader(new ByteArrayInputStream(bytes), asked::addAndGet)) {
      assertThat(reader.read(new char[32_768], 0, 32_768)).isPositive();
    }
    assertThat(asked.get()).isPositive().isLessThan(128 * 1024);
  }

  @Test
  void malformedUtf8IsRefusedAndAByteOrderMarkIsSkipped() {
    assertThat(fault(new byte[] {'"', (byte) 0xc3, '"'})).contains("UTF-8");
    assertThat(fault(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
        .contains("UTF-8");
    assertThat(Json.parse("\uFEFF{}".getBytes(StandardCharsets.UTF_8)).isObject()).isTrue();
  }

  private static String fault(String json) {
    return fault(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String fault(byte[] json) {
    return fault(() -> Json.parse(json));
  }

  private static String fault(ThrowableAssert.ThrowingCallable reading) {
    var refused = catchThrowableOfType(RefusedException.class, reading);
    assertThat(refused.refusal()).isInstanceOf(Refusal.Invalid.class);
    return ((Refusal.Invalid) refused.refusal())
        .errors()
        .getOrDefault("body", List.of())
        .getFirst();
  }
}
