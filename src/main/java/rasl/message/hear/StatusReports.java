package rasl.message.hear;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rasl.contact.WhatsAppContacts;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.message.progress.CallbackData;
import rasl.message.progress.MessageStore;
import rasl.message.progress.Progressing;
import rasl.message.progress.Steps;
import rasl.message.send.Departure;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.receive.WhatsAppUpdate.Progress;
import rasl.whatsapp.receive.WhatsAppUpdate.Status;

/** Applies statuses that WhatsApp reported: only forward, and each step told once. */
final class StatusReports {
  private static final Logger log = LoggerFactory.getLogger(StatusReports.class);

  private final MessageStore messages;
  private final CallbackData callbackData;
  private final WhatsAppContacts contacts;
  private final Steps steps;
  private final ConnectionStore connections;
  private final Departure departure;
  private final EventLog events;

  StatusReports(
      MessageStore messages,
      CallbackData callbackData,
      WhatsAppContacts contacts,
      Steps steps,
      ConnectionStore connections,
      Departure departure,
      EventLog events) {
    this.messages = messages;
    this.contacts = contacts;
    this.callbackData = callbackData;
    this.steps = steps;
    this.connections = connections;
    this.departure = departure;
    this.events = events;
  }

  /** Gives those that name a message that is not known, and may become known. */
  List<Status> apply(TenantTx tx, List<Status> statuses, Instant now) {
    contacts.learn(tx, statuses.stream().flatMap(one -> one.recipient().stream()).toList(), now);
    var known = new Known(lock(tx, statuses));
    Optional<Connection> teller =
        events.keepsStatuses(tx) ? connections.find(tx) : Optional.empty();
    var happened = new ArrayList<Event>();
    var unknown = new ArrayList<Status>();
    var refused = new ArrayList<GraphError>();
    // In the order of their meaning, so that a batch tells each step once, whatever its own order.
    for (Status status :
        statuses.stream().sorted(Comparator.comparing(Status::progress)).toList()) {
      Optional<Progressing> message = meant(status, known);
      if (message.isEmpty()) {
        log.debug("a status of a message that is not ours: {}", status.progress());
        if (status.callbackData().isEmpty()) {
          unknown.add(status);
        }
      } else if (report(message.get(), status)) {
        happened.add(event(status, message.get(), teller));
        status.error().ifPresent(refused::add);
      }
    }
    steps.write(tx, List.copyOf(known.byId().values()), happened, now);
    halt(tx, refused);
    return unknown;
  }

  /**
   * Some reasons why a number cannot send, such as payment or the spam limit, are told of a message
   * only later. A report that is told again, or of a message that is not ours, is no news of the
   * number.
   */
  private void halt(TenantTx tx, List<GraphError> refused) {
    if (!refused.isEmpty()) {
      Optional<Connection> connection = connections.find(tx);
      refused.stream().distinct().forEach(error -> departure.toldLater(tx, connection, error));
    }
  }

  private List<Progressing> lock(TenantTx tx, List<Status> statuses) {
    return messages.lock(
        tx,
        statuses.stream().map(Status::wamid).toList(),
        statuses.stream().flatMap(s -> callbackData.messageId(s.callbackData()).stream()).toList());
  }

  /** Messages of ours, as a status may name them. */
  private record Known(Map<Long, Progressing> byId, Map<String, Progressing> byWamid) {
    Known(List<Progressing> messages) {
      this(new HashMap<>(), new HashMap<>());
      for (Progressing message : messages) {
        byId.put(message.id, message);
        if (message.wamid != null) {
          byWamid.put(message.wamid, message);
        }
      }
    }
  }

  private Optional<Progressing> meant(Status status, Known known) {
    return Optional.ofNullable(known.byWamid().get(status.wamid()))
        .or(() -> callbackData.messageId(status.callbackData()).map(known.byId()::get));
  }

  private static boolean report(Progressing message, Status status) {
    message.isKnownAs(status.wamid());
    status.price().ifPresent(message::costs);
    boolean otherCopy = !status.wamid().equals(message.wamid);
    // A message that went twice has failed only when the copy that we know of has.
    return !(otherCopy && status.progress() == Progress.FAILED)
        && message.report(status.progress(), status.at(), status.error());
  }

  /** What WhatsApp sent is kept where somebody reads it. */
  private static Event event(Status status, Progressing message, Optional<Connection> teller) {
    String type =
        switch (status.progress()) {
          case SENT -> "message.sent";
          case DELIVERED -> "message.delivered";
          case READ -> "message.read";
          case FAILED -> "message.failed";
        };
    return Event.happened(type, "message", message.id)
        .at(message.step(status.at()))
        .told(teller.map(connection -> status.original().in(connection)));
  }
}
