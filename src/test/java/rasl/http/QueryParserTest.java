package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

final class QueryParserTest {

  @Test
  void bracketsMayBeRawOrEncodedAndPlusIsABlank() {
    Query query =
        QueryParser.parse(
            "filter[name]=a+b&filter%5Bage%5D%5B%3E%3D%5D=5%2B1&empty&also=&&x=1&x=2&ü=é&e=%F0%9F%98%80%c3%a9");
    assertThat(query.parameters())
        .containsExactly(
            Map.entry("filter[name]", List.of("a b")),
            Map.entry("filter[age][>=]", List.of("5+1")),
            Map.entry("empty", List.of("")),
            Map.entry("also", List.of("")),
            Map.entry("x", List.of("1", "2")),
            Map.entry("ü", List.of("é")),
            Map.entry("e", List.of("😀é")));
    assertThat(query.last("x")).contains("2");
    assertThat(query.last("y")).isEmpty();
    assertThat(QueryParser.parse("").parameters()).isEmpty();
  }

  @Test
  void aValueMayHoldEqualsSigns() {
    assertThat(QueryParser.parse("cursor=a=b==").last("cursor")).contains("a=b==");
  }

  @Test
  void anEqualsSignInBracketsBelongsToTheName() {
    assertThat(QueryParser.parse("f[a][>=]=5&f%5Ba%5D%5B<=%5D=a=b&x=]=").parameters())
        .containsExactly(
            Map.entry("f[a][>=]", List.of("5")),
            Map.entry("f[a][<=]", List.of("a=b")),
            Map.entry("x=]", List.of("")));
  }

  @Test
  void everyWronglyEncodedParameterIsNamed() {
    String query = "a=%&b=%4&c=%zz&d=%ff&e=%00&%ff=1&g=%ed%a0%80&h=%+1&ok=1";
    var refused = catchThrowableOfType(RefusedException.class, () -> QueryParser.parse(query));
    assertThat(((Refusal.Invalid) refused.refusal()).errors().keySet())
        .containsExactly("a", "b", "c", "d", "e", "query", "g", "h");
  }
}
