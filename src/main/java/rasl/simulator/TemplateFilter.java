package rasl.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which templates of a list are wanted. {@code status}, {@code category}, {@code language} and
 * {@code quality_score} take one value, several with commas, or a JSON list.
 */
final class TemplateFilter {
  private final GraphRequest request;

  TemplateFilter(GraphRequest request) {
    this.request = request;
  }

  boolean matches(Template template, Instant now) {
    String text = template.components().toString();
    return among("status", template.status(now))
        && among("category", template.category())
        && among("language", template.language())
        && among("quality_score", template.quality())
        && is("name", template.name()::contains)
        && is("content", text::contains)
        && is("name_or_content", it -> template.name().contains(it) || text.contains(it));
  }

  private boolean is(String name, Predicate<String> test) {
    return request.text(name).map(test::test).orElse(true);
  }

  private boolean among(String name, String value) {
    List<String> wanted = request.parameters().root().get(name).values();
    return wanted.isEmpty() || wanted.stream().anyMatch(it -> upper(it).equals(upper(value)));
  }

  private static String upper(String value) {
    return value.toUpperCase(Locale.ROOT);
  }
}
