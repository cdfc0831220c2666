package rasl.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The templates of all accounts, beginning with those that every account has. */
final class Templates {
  private final Map<String, Template> templates = new LinkedHashMap<>();
  private final Set<String> wabaIds;

  Templates(Set<String> wabaIds) {
    this.wabaIds = wabaIds;
    clear();
  }

  void put(Template template) {
    templates.put(template.id(), template);
  }

  void remove(List<String> ids) {
    ids.forEach(templates::remove);
  }

  Optional<Template> get(String id) {
    return Optional.ofNullable(templates.get(id));
  }

  Stream<Template> of(String wabaId) {
    return templates.values().stream().filter(template -> template.wabaId().equals(wabaId));
  }

  Optional<Template> find(String wabaId, String name, String language) {
    return of(wabaId)
        .filter(it -> it.name().equals(name) && it.language().equals(language))
        .findFirst();
  }

  /** Back to the first day. */
  void clear() {
    templates.clear();
    for (String wabaId : wabaIds) {
      FirstTemplates.of(wabaId).forEach(this::put);
    }
  }
}
