package rasl.template;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.event.FeedEvent;
import rasl.event.Resources;

/** Templates as their events show them. */
final class TemplateResources implements Resources {
  private final TemplateStore store;

  TemplateResources(TemplateStore store) {
    this.store = store;
  }

  @Override
  public Map<Long, Resource> read(TenantTx tx, Collection<FeedEvent> events) {
    Map<Long, Template> templates =
        store.byIds(tx, events.stream().map(FeedEvent::resourceId).distinct().toList()).stream()
            .collect(Collectors.toMap(Template::id, template -> template));
    var read = new HashMap<Long, Resource>();
    for (FeedEvent event : events) {
      @Nullable Template template = templates.get(event.resourceId());
      if (template != null) {
        read.put(event.position(), new Resource(TemplateView.of(template), Map.of()));
      }
    }
    return read;
  }
}
