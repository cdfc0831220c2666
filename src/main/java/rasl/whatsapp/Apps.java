package rasl.whatsapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import rasl.db.Db;

/** The apps of Meta whose webhooks we take. */
public final class Apps {
  private final Db db;
  private final AppStore store;
  private final Optional<App> shared;
  private final Cache<String, Optional<App>> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(1)).build();

  /**
   * @param shared the operator's own app, from the settings
   */
  public Apps(Db db, AppStore store, Optional<App> shared) {
    this.db = db;
    this.store = store;
    this.shared = shared;
  }

  /** The apps of {@code /hooks/whatsapp}: the operator's, and the simulator's. */
  List<App> shared() {
    return Stream.concat(shared.stream(), find(App.SANDBOX).stream()).toList();
  }

  /** The app of {@code /hooks/whatsapp/{key}}. */
  List<App> own(String key) {
    boolean reserved = key.equals(App.SHARED) || key.equals(App.SANDBOX);
    return reserved ? List.of() : find(key).stream().toList();
  }

  private Optional<App> find(String key) {
    return known.get(key, _ -> db.inSystem(tx -> store.find(tx, key)));
  }
}
