package rasl.whatsapp.connection;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantTx;
import rasl.whatsapp.App;
import rasl.whatsapp.Connection;
import rasl.whatsapp.pace.PaceStore;
import rasl.whatsapp.receive.NoticeStore;

/** Shows a connection, its secrets hidden. */
public final class ConnectionPresenter {
  private final ConnectionStore connections;
  private final ConnectionDetailsStore details;
  private final AppChoice apps;
  private final Supplier<String> publicUrl;
  private final Clock clock;
  private final PaceStore pace = new PaceStore();
  private final NoticeStore notices = new NoticeStore();

  /**
   * @param publicUrl how the world reaches this server, without a slash at its end
   */
  public ConnectionPresenter(
      ConnectionStore connections,
      ConnectionDetailsStore details,
      AppChoice apps,
      Supplier<String> publicUrl,
      Clock clock) {
    this.connections = connections;
    this.details = details;
    this.apps = apps;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /**
   * The tenant's connection, if it has one.
   *
   * @param withVerifyToken whether the caller may see what Meta's app is told
   */
  Optional<ConnectionView> view(TenantTx tx, boolean withVerifyToken) {
    Optional<Connection> found = connections.find(tx);
    return found.isEmpty() ? Optional.empty() : Optional.of(view(tx, found.get(), withVerifyToken));
  }

  private ConnectionView view(TenantTx tx, Connection connection, boolean withVerifyToken) {
    Optional<App> own = apps.own(tx, connection.appKey());
    ConnectionDetailsStore.Details more = details.find(tx);
    Optional<Instant> paused = pace.spamUntil(tx, connection.phoneNumberId());
    return new ConnectionView(
        connection.id(),
        connection.phoneNumberId(),
        connection.businessAccountId(),
        connection.displayPhoneNumber(),
        own.isPresent() ? "own" : "shared",
        more.appId(),
        connection.simulated(),
        ConnectionView.SecretView.of(connection.accessToken()),
        own.map(app -> ConnectionView.SecretView.of(app.secret()))
            .orElse(ConnectionView.SecretView.NONE),
        webhook(connection, own, withVerifyToken),
        status(connection, paused),
        halt(connection),
        connection.messagesPerSecond(),
        more.facts(),
        problems(connection, own, more, paused, notices.facts(tx)),
        more.checkedAt(),
        more.connectedAt(),
        connection.updatedAt());
  }

  private ConnectionView.WebhookView webhook(
      Connection connection, Optional<App> own, boolean withVerifyToken) {
    return new ConnectionView.WebhookView(
        own.map(app -> publicUrl.get() + "/hooks/whatsapp/" + app.key()).orElse(null),
        withVerifyToken ? own.map(app -> app.verifyToken().text()).orElse(null) : null,
        connection.subscribedAt().orElse(null));
  }

  private static String status(Connection connection, Optional<Instant> paused) {
    return connection.halted().isPresent() ? "halted" : paused.isPresent() ? "paused" : "working";
  }

  private static ConnectionView.@Nullable HaltView halt(Connection connection) {
    return connection
        .halted()
        .map(it -> new ConnectionView.HaltView(it.since(), it.code(), it.reason()))
        .orElse(null);
  }

  private List<Trouble> problems(
      Connection connection,
      Optional<App> own,
      ConnectionDetailsStore.Details more,
      Optional<Instant> paused,
      List<NoticeStore.Fact> told) {
    var problems = new ArrayList<Trouble>();
    connection.halted().map(TroubleWords::halted).ifPresent(problems::add);
    paused.map(TroubleWords::paused).ifPresent(problems::add);
    problems.addAll(ToldTroubles.of(told, clock.instant()));
    problems.addAll(more.problems());
    if (connection.subscribedAt().isEmpty() && !connection.simulated()) {
      problems.add(TroubleWords.nothingHeard(own.isPresent()));
    }
    return problems;
  }
}
