package rasl.whatsapp.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.audit.Actor;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.http.Answer;
import rasl.http.Change;
import rasl.refusal.Refusal;
import rasl.whatsapp.AccessSecret;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.Graphs;
import rasl.whatsapp.pace.Halts;
import rasl.whatsapp.pace.Pace;

/**
 * Connects, checks and disconnects a tenant's number. WhatsApp is asked first, with no transaction
 * open; what it does not confirm is not stored.
 */
public final class ConnectionChanges {
  /** What WhatsApp must confirm before a connection is stored, with the field that it is about. */
  private static final Map<String, String> MUST_STAND =
      Map.of(
          Trouble.TOKEN_INVALID,
          "access_token",
          Trouble.PERMISSION_MISSING,
          "access_token",
          Trouble.NUMBER_UNKNOWN,
          "phone_number_id",
          "whatsapp_refuses",
          "phone_number_id",
          Trouble.ACCOUNT_UNKNOWN,
          "business_account_id",
          Trouble.NUMBER_NOT_IN_ACCOUNT,
          "business_account_id");

  private static final Duration WHATSAPP_AWAY = Duration.ofSeconds(30);

  private final Db db;
  private final ConnectionStore connections;
  private final ConnectionDetailsStore details;
  private final AppChoice apps;
  private final Examiner examiner;
  private final ConnectionPresenter presenter;
  private final Halts halts;
  private final EventLog events;
  private final Graphs graphs;
  private final ConnectionAudit audit;
  private final Clock clock;

  /** What it stands on. */
  public record Ground(
      Db db,
      ConnectionStore connections,
      ConnectionDetailsStore details,
      AppChoice apps,
      Examiner examiner,
      ConnectionPresenter presenter,
      Halts halts,
      EventLog events,
      Graphs graphs,
      ConnectionAudit audit,
      Clock clock) {}

  public ConnectionChanges(Ground ground) {
    this.db = ground.db();
    this.connections = ground.connections();
    this.details = ground.details();
    this.apps = ground.apps();
    this.examiner = ground.examiner();
    this.presenter = ground.presenter();
    this.halts = ground.halts();
    this.events = ground.events();
    this.graphs = ground.graphs();
    this.audit = ground.audit();
    this.clock = ground.clock();
  }

  ConnectionView show(TenantId tenant) {
    return db.reading(tenant, tx -> presenter.view(tx, false))
        .orElseThrow(() -> new Refusal.NotFound("WhatsApp connection").thrown());
  }

  Answer connect(Change change, Actor actor, ConnectionRequest wish) throws InterruptedException {
    Optional<Connection> old = db.inTenant(change.tenant(), connections::find);
    AppChoice.Chosen app = db.inTenant(change.tenant(), tx -> apps.choose(tx, wish.app(), old));
    Connection candidate = candidate(wish, old, app);
    Examination found = examiner.examine(candidate, app.access(), true);
    refuseUnconfirmed(found);
    Facts facts = found.facts().orElseThrow();
    if (facts.displayPhoneNumber().isEmpty()) {
      throw Refusal.Invalid.field("phone_number_id", "WhatsApp does not tell its phone number.")
          .thrown();
    }
    var made =
        new NewConnection(
            candidate.phoneNumberId(),
            candidate.businessAccountId(),
            facts.displayPhoneNumber(),
            candidate.accessToken(),
            app.app().key(),
            candidate.simulated());
    return change.commit(tx -> store(tx, new Wanted(change.requestId(), actor), made, app, found));
  }

  private Connection candidate(
      ConnectionRequest wish, Optional<Connection> old, AppChoice.Chosen app) {
    AccessSecret token =
        wish.accessToken()
            .or(
                () ->
                    old.filter(there -> there.phoneNumberId().equals(wish.phoneNumberId()))
                        .map(Connection::accessToken))
            .orElseThrow(
                () ->
                    Refusal.Invalid.field("access_token", "The access_token field is required.")
                        .thrown());
    return new Connection(
        0,
        wish.phoneNumberId(),
        wish.businessAccountId(),
        "",
        token,
        app.app().key(),
        graphs.isSimulated(wish.phoneNumberId()),
        Optional.empty(),
        Pace.STANDARD,
        Optional.empty(),
        Instant.EPOCH);
  }

  private static void refuseUnconfirmed(Examination found) {
    if (found.has(Trouble.SILENT)) {
      throw new Refusal.WhatsAppSilent(WHATSAPP_AWAY).thrown();
    }
    for (Trouble trouble : found.troubles()) {
      String field = MUST_STAND.get(trouble.code());
      if (field != null) {
        throw Refusal.Invalid.field(field, trouble.message() + " " + trouble.action()).thrown();
      }
    }
  }

  /** Who wants it, by which call. */
  private record Wanted(String requestId, Actor actor) {}

  private Answer store(
      TenantTx tx, Wanted by, NewConnection made, AppChoice.Chosen app, Examination found) {
    Instant now = clock.instant();
    Optional<Connection> old = connections.find(tx);
    apps.store(tx, app, now);
    if (!connections.put(tx, made, now)) {
      throw Refusal.Invalid.field(
              "phone_number_id",
              "This number is connected to another account of this server. Disconnect it there"
                  + " first.")
          .thrown();
    }
    Connection stored = connections.find(tx).orElseThrow();
    details.noteApp(tx, app.id());
    details.note(tx, stored.updatedAt(), found, now);
    audit.connected(tx, by.actor(), old, stored);
    tell(tx, old.isEmpty() ? "connection.created" : "connection.updated", stored, by.requestId());
    tx.afterCommit(() -> halts.works(tx.tenant()));
    return Answer.ok(
        presenter.view(tx, true).orElseThrow(), "WhatsApp connection saved successfully");
  }

  /**
   * What waits for the number fails, with that reason, as soon as it is looked at; webhooks for it
   * are dropped; messages, contacts and templates stay.
   */
  Answer disconnect(Change change, Actor actor) {
    return change.commit(
        tx -> {
          Connection old =
              connections
                  .find(tx)
                  .orElseThrow(() -> new Refusal.NotFound("WhatsApp connection").thrown());
          details.disconnect(tx, clock.instant());
          apps.forget(tx, old.appKey());
          audit.disconnected(tx, actor, old);
          tell(tx, "connection.deleted", old, change.requestId());
          tx.afterCommit(() -> halts.works(tx.tenant()));
          return Answer.deleted("WhatsApp connection deleted successfully");
        });
  }

  Answer check(Change change) throws InterruptedException {
    Connection connection =
        db.inTenant(change.tenant(), connections::find)
            .orElseThrow(() -> new Refusal.WhatsAppNotConfigured().thrown());
    Optional<Examiner.AppAccess> app =
        db.inTenant(change.tenant(), tx -> apps.access(tx, connection));
    Examination found = examiner.examine(connection, app, false);
    return change.commit(
        tx -> {
          conclude(tx, connection, found);
          ConnectionView view =
              presenter
                  .view(tx, true)
                  .orElseThrow(() -> new Refusal.WhatsAppNotConfigured().thrown());
          return Answer.ok(view, "WhatsApp connection checked");
        });
  }

  /** What was found out about a connection that was changed in the meantime is nothing worth. */
  private void conclude(TenantTx tx, Connection connection, Examination found) {
    boolean current = details.note(tx, connection.updatedAt(), found, clock.instant());
    if (current && found.cannotSend().isEmpty()) {
      boolean _ = halts.resume(tx);
    } else if (current
        && found.cannotSend().filter(e -> ErrorClass.of(e) == ErrorClass.HALT).isPresent()) {
      halts.halt(tx, found.cannotSend().orElseThrow());
    }
  }

  private void tell(TenantTx tx, String type, Connection connection, String requestId) {
    Map<String, Object> state =
        Map.of(
            "phone_number_id", connection.phoneNumberId(),
            "business_account_id", connection.businessAccountId(),
            "display_phone_number", connection.displayPhoneNumber());
    events.recordAll(
        tx,
        List.of(Event.happened(type, "connection", connection.id(), state)),
        List.of(requestId));
  }
}
