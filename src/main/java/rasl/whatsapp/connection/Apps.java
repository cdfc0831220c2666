package rasl.whatsapp.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import rasl.db.Db;
import rasl.whatsapp.App;

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

  /** The app of {@code /hooks/whatsapp}: the operator's, which is the simulator's in a trial. */
  public Optional<App> shared() {
    return shared;
  }

  /** The app of {@code /hooks/whatsapp/{key}}. */
  public Optional<App> own(String key) {
    return key.equals(App.SHARED)
        ? Optional.empty()
        : known.get(key, _ -> db.inSystem(tx -> store.find(tx, key)));
  }
}
