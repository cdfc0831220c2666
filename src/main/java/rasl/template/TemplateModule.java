package rasl.template;

import java.time.Clock;
import rasl.db.Db;
import rasl.event.EventLog;
import rasl.http.Routes;
import rasl.http.list.Lists;
import rasl.whatsapp.ConnectionStore;
import rasl.whatsapp.GraphClient;

/** Puts the template room together. */
public final class TemplateModule {
  private final TemplateStore store = new TemplateStore();
  private final TemplateApi api;

  public TemplateModule(
      Db db,
      EventLog events,
      Lists lists,
      ConnectionStore connections,
      GraphClient graph,
      Clock clock) {
    var templates = new Templates(db, connections, graph, store, events, clock);
    api = new TemplateApi(db, templates, store, lists);
  }

  public void addTo(Routes routes) {
    api.addTo(routes);
  }

  /** For the rooms that send templates. */
  public TemplateStore store() {
    return store;
  }
}
