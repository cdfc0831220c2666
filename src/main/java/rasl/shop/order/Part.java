package rasl.shop.order;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A part of a shop's JSON, which may hold anything: what is not there, or is no text, is empty. */
record Part(JsonNode node) {
  /** Longer texts are cut: nothing that is shown of an order needs more. */
  private static final int LONGEST = 1000;

  Part at(String name) {
    return new Part(node.path(name));
  }

  /** Where there is anything but null. */
  boolean isThere() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Of an object; its empty form in PHP is an empty list. */
  boolean hasFields() {
    return node.isObject() && !node.isEmpty();
  }

  /** A field as text: a string that is not blank, or a number. */
  Optional<String> text(String name) {
    return at(name).text();
  }

  Optional<String> text() {
    if (!node.isString() && !node.isNumber()) {
      return Optional.empty();
    }
    String text = node.isNumber() ? node.decimalValue().toPlainString() : node.stringValue();
    return Optional.of(text.strip())
        .filter(some -> !some.isEmpty())
        .map(some -> some.length() <= LONGEST ? some : some.substring(0, LONGEST));
  }

  /** The first of these fields that has a text. */
  Optional<String> first(String... names) {
    return Stream.of(names).flatMap(name -> text(name).stream()).findFirst();
  }

  @Nullable String orNull(String... names) {
    return first(names).orElse(null);
  }

  /** The items of a list; none where it is no list. */
  List<Part> list(String name) {
    var parts = new ArrayList<Part>();
    if (node.path(name).isArray()) {
      node.path(name).forEach(item -> parts.add(new Part(item)));
    }
    return parts;
  }
}
