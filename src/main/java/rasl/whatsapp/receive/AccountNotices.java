package rasl.whatsapp.receive;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import rasl.db.TenantTx;
import rasl.event.Event;
import rasl.event.EventLog;
import rasl.json.Json;
import rasl.whatsapp.Connection;
import rasl.whatsapp.connection.ConnectionStore;
import rasl.whatsapp.graph.ForeignText;
import tools.jackson.databind.JsonNode;

/**
 * What WhatsApp tells of a tenant's number and business account: quality, limits, name, reviews,
 * restrictions, and whatever it may tell one day. Each is kept and told as an event; of those that
 * describe a state, the latest is a fact of the connection.
 */
public final class AccountNotices {
  /** Fields that describe a state of number or account. */
  private static final Set<String> STATES =
      Set.of(
          "phone_number_quality_update",
          "phone_number_name_update",
          "business_capability_update",
          "account_update",
          "account_alerts",
          "account_review_update",
          "security",
          "business_username_update",
          "payment_configuration_update");

  private static final int LONGEST_KIND = 100;

  private final ConnectionStore connections;
  private final NoticeStore store = new NoticeStore();
  private final EventLog events;

  public AccountNotices(ConnectionStore connections, EventLog events) {
    this.connections = connections;
    this.events = events;
  }

  /** Keeps and tells what is about this tenant's own number or its account. */
  public void apply(TenantTx tx, List<NoticeStore.Notice> told, Instant now) {
    if (told.isEmpty()) {
      return;
    }
    Optional<Connection> connection = connections.find(tx);
    List<NoticeStore.Notice> ours =
        told.stream()
            .filter(notice -> isOurs(notice, connection))
            .map(notice -> notice.toldAt().isAfter(now) ? notice.at(now) : notice)
            .toList();
    var _ = store.insertAll(tx, ours, now);
    for (NoticeStore.Notice notice : ours) {
      boolean isLatest =
          STATES.contains(notice.field()) && store.putFact(tx, name(notice), notice, now);
      if (isLatest && tellsOfUpgrade(notice)) {
        connections.upgradePace(tx);
      }
    }
    connection.ifPresent(
        one -> events.recordAll(tx, ours.stream().map(notice -> event(one, notice)).toList()));
  }

  /** Keeps what belongs to nobody whom we could find. */
  public void keep(TenantTx tx, List<NoticeStore.Notice> told, Instant now) {
    var _ = store.insertAll(tx, told, now);
  }

  /** An account may have numbers of other tenants, and numbers that are not connected here. */
  private static boolean isOurs(NoticeStore.Notice notice, Optional<Connection> connection) {
    String number =
        value(notice).path("display_phone_number").asString("").replaceAll("[^0-9]", "");
    return number.isEmpty()
        || connection.filter(one -> one.displayPhoneNumber().equals(number)).isPresent();
  }

  /** WhatsApp takes 1,000 messages a second of the number from now on. */
  private static boolean tellsOfUpgrade(NoticeStore.Notice notice) {
    return notice.field().equals("phone_number_quality_update")
        && value(notice).path("event").asString("").equals("THROUGHPUT_UPGRADE");
  }

  /** Several kinds of account updates and alerts hold beside each other. */
  private static String name(NoticeStore.Notice notice) {
    JsonNode value = value(notice);
    String kind =
        switch (notice.field()) {
          case "account_update" -> value.path("event").asString("");
          case "account_alerts" ->
              value
                  .path("alert_type")
                  .asString(value.path("alert_info").path("alert_type").asString(""));
          default -> "";
        };
    String clean = ForeignText.clean(kind);
    String fit = clean.length() <= LONGEST_KIND ? clean : clean.substring(0, LONGEST_KIND);
    return kind.isEmpty() ? notice.field() : notice.field() + "/" + fit;
  }

  private static Event event(Connection connection, NoticeStore.Notice notice) {
    var state = Map.of("field", notice.field(), "value", value(notice), "told_at", notice.toldAt());
    return Event.happened("connection.notice", "connection", connection.id(), state)
        .told(
            Optional.of(
                Original.around(connection.businessAccountId(), notice.field(), value(notice))));
  }

  private static JsonNode value(NoticeStore.Notice notice) {
    return Json.parseTrusted(notice.value());
  }
}
