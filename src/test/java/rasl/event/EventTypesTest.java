package rasl.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rasl.http.Scope;
import rasl.testkit.OpenApiFile;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue of events is whole, and its examples are as events are. */
final class EventTypesTest {
  private static final Pattern NAMED =
      Pattern.compile("Event\\s*\\.happened\\(\\s*\"([a-z_]+\\.[a-z_]+)\"");

  /** Where a type is chosen first. */
  private static final Pattern CHOSEN =
      Pattern.compile("[?:>]\\s*\"((?:contact|message)\\.[a-z_]+)\"");

  @Test
  void everyTypeThatRoomsWriteIsInTheCatalogue() throws IOException {
    Set<String> written = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/rasl"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = Files.readString(file);
        if (text.contains("import rasl.event.Event;")) {
          Stream.of(NAMED, CHOSEN)
              .flatMap(pattern -> pattern.matcher(text).results())
              .forEach(match -> written.add(match.group(1)));
        }
      }
    }
    assertThat(written)
        .contains("message.received", "message.delivered", "contact.marketing_stopped")
        .allMatch(type -> EventTypes.of(type).isPresent());
  }

  @Test
  void everyTypeHasAnExampleInItsShape() {
    for (EventType type : EventTypes.all()) {
      ObjectNode example = EventTypes.example(type);
      assertThat(List.copyOf(example.propertyNames()))
          .as(type.type())
          .containsExactly(
              "event", "tenant", "data", type.fromWhatsApp() ? "whatsapp" : "changes", "metadata");
      assertThat(example.at("/event/type").asString()).isEqualTo(type.type());
      assertThat(example.at("/data/resource/attributes").size()).isGreaterThan(2);
      if (type.fromWhatsApp()) {
        assertThat(example.at("/whatsapp/original_payload/entry/0/changes").size()).isOne();
      }
    }
  }

  @Test
  void theContractNamesAllTypesAndResources() {
    assertThat(allowed("EventTypeFilter"))
        .containsExactlyInAnyOrderElementsOf(
            EventTypes.all().stream().map(EventType::type).toList());
    assertThat(allowed("EventResourceFilter"))
        .containsExactlyInAnyOrderElementsOf(EventTypes.resources());
  }

  private static List<String> allowed(String filter) {
    var allowed = new ArrayList<String>();
    OpenApiFile.published()
        .tree()
        .at("/components/schemas/" + filter + "/oneOf/0/enum")
        .forEach(one -> allowed.add(one.asString()));
    return allowed;
  }

  @Test
  void theNineOfRaslAreTheOnesByDefault() {
    assertThat(
            EventTypes.all().stream()
                .filter(EventType::byDefault)
                .map(EventType::type)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "contact.created",
            "contact.updated",
            "contact.deleted",
            "source.created",
            "source.updated",
            "source.deleted",
            "status.created",
            "status.updated",
            "status.deleted");
    assertThat(EventTypes.readableWith(Set.of(Scope.EVENTS_READ, Scope.GROUPS_READ)))
        .containsExactlyInAnyOrder("group.created", "group.updated", "group.deleted");
  }
}
