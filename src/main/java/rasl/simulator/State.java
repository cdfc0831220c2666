package rasl.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The sum of all facts. Only {@link #apply} changes it, under its owner's lock. */
final class State {
  private final List<Entry> outbox = new ArrayList<>();
  private final List<Entry> inbox = new ArrayList<>();
  private final Map<String, Long> userNumbers = new HashMap<>();
  private final Windows windows = new Windows();
  private final Pace pace = new Pace();
  private final Directory directory = new Directory();
  private final Templates templates;
  private final Map<String, Media> media = new HashMap<>();
  private final Map<String, NumberProfile> numbers = new HashMap<>();
  private final Map<String, Instant> inboundIds = new HashMap<>();
  private final Set<String> reactionIds = new HashSet<>();
  private final Map<String, Instant> deletedNames = new HashMap<>();
  private final Map<Long, Fault> faults = new LinkedHashMap<>();
  private final Set<String> unsubscribed = new HashSet<>();
  private final Agenda agenda = new Agenda();
  private final Shelves shelves = new Shelves();
  private Duration offset = Duration.ZERO;
  private WebhookSwitches switches = WebhookSwitches.OFF;
  private Rules rules = Rules.USUAL;
  private long highestId;

  State(Set<String> wabaIds) {
    templates = new Templates(wabaIds);
  }

  /** One message in the journal: small, because there may be millions; the journal has the rest. */
  record Entry(long user, long offset, int length) {}

  void apply(Fact fact, Journal.Position position) {
    switch (fact) {
      case Fact.Accepted accepted -> accept(accepted, position);
      case Fact.Received received -> receive(received, position);
      case Fact.Noticed noticed -> notice(noticed);
      case Fact.Settled(List<Long> updates) -> agenda.settle(updates);
      case Fact.ClockAdvanced(Duration by) -> offset = offset.plus(by);
      case Fact.FaultSet(long id, Fault fault) -> {
        highestId = Math.max(highestId, id);
        faults.put(id, fault);
      }
      case Fact.FaultUsed(long id) ->
          faults.computeIfPresent(id, (_, old) -> old.times() > 1 ? old.usedOnce() : null);
      case Fact.Switched(WebhookSwitches now) -> switches = now;
      case Fact.Subscribed(String wabaId, boolean on) -> {
        boolean _ = on ? unsubscribed.remove(wabaId) : unsubscribed.add(wabaId);
      }
      case Fact.Ruled(Rules now) -> rules = now;
      case Fact.UserSet(User user, String phone) -> directory.put(user, phone);
      case Fact.NumberSet(String number, NumberProfile profile) -> numbers.put(number, profile);
      case Fact.MediaStored(Media file) -> media.put(file.id(), file);
      case Fact.MediaDeleted(String id) -> media.remove(id);
      case Fact.TemplateSet(Template template) -> templates.put(template);
      case Fact.TemplatesDeleted(Instant at, List<String> ids) -> deleteTemplates(at, ids);
      case Fact.Kept(String shelf, String key, JsonNode value) -> shelves.put(shelf, key, value);
    }
  }

  private void accept(Fact.Accepted accepted, Journal.Position position) {
    String user = accepted.to();
    outbox.add(new Entry(userNumber(user), position.offset(), position.length()));
    directory.meet(user);
    windows.answered(accepted.number(), user, accepted.at());
    pace.count(accepted.number(), user, accepted.at(), rules);
    plan(accepted.updates(), accepted.subject());
  }

  private void receive(Fact.Received received, Journal.Position position) {
    String user = received.from();
    inbox.add(new Entry(userNumber(user), position.offset(), position.length()));
    directory.meet(user);
    windows.open(received.number(), user, received.at(), received.fromAd());
    inboundIds.put(received.wamid(), received.at());
    JsonNode content = received.content();
    if (content != null && content.has("reaction")) {
      reactionIds.add(received.wamid());
    }
    plan(received.updates(), received.subject());
  }

  /** A call opens the window as a message does. */
  private void notice(Fact.Noticed noticed) {
    if (noticed.field().equals("calls")) {
      for (JsonNode call : noticed.value().path("calls")) {
        windows.open(noticed.number(), call.path("from").asString(""), noticed.at(), false);
      }
    }
    plan(noticed.updates(), noticed.subject());
  }

  private void deleteTemplates(Instant at, List<String> ids) {
    for (String id : ids) {
      templates
          .get(id)
          .filter(it -> it.status(at).equals("APPROVED"))
          .ifPresent(it -> deletedNames.put(it.wabaId() + "/" + it.name(), at));
    }
    templates.remove(ids);
  }

  private void plan(List<Update> updates, Pending.Subject subject) {
    for (Update update : updates) {
      highestId = Math.max(highestId, update.id());
      agenda.add(new Pending(update, subject));
    }
  }

  /** A customer as a number: the digits, or a negative one for who has none. */
  long userNumber(String user) {
    boolean digits =
        !user.isEmpty() && user.length() <= 18 && user.chars().allMatch(Character::isDigit);
    return digits
        ? Long.parseLong(user)
        : userNumbers.computeIfAbsent(user, _ -> -1L - userNumbers.size());
  }

  /** The first fault, in the order in which they were set, that matches. */
  Optional<Map.Entry<Long, Fault>> fault(String call, String to) {
    return faults.entrySet().stream()
        .filter(entry -> entry.getValue().matches(call, to))
        .findFirst()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()));
  }

  List<Entry> outbox() {
    return outbox;
  }

  List<Entry> inbox() {
    return inbox;
  }

  Windows windows() {
    return windows;
  }

  Pace pace() {
    return pace;
  }

  Directory directory() {
    return directory;
  }

  Templates templates() {
    return templates;
  }

  Agenda agenda() {
    return agenda;
  }

  Shelves shelves() {
    return shelves;
  }

  /** A file whose time has not run out. */
  Optional<Media> media(String id, Instant now) {
    return Optional.ofNullable(media.get(id)).filter(file -> now.isBefore(file.expires()));
  }

  /** Files whose time has run out, up to so many. */
  List<String> expiredMedia(Instant now, int most) {
    return media.values().stream()
        .filter(file -> !now.isBefore(file.expires()))
        .map(Media::id)
        .limit(most)
        .toList();
  }

  NumberProfile profile(String number) {
    return numbers.getOrDefault(number, NumberProfile.USUAL);
  }

  /** When the name of a deleted template was given up, if it was. */
  Optional<Instant> deletedName(String wabaId, String name) {
    return Optional.ofNullable(deletedNames.get(wabaId + "/" + name));
  }

  /** When this message of a customer arrived. */
  Optional<Instant> inboundAt(String wamid) {
    return Optional.ofNullable(inboundIds.get(wamid));
  }

  boolean isReaction(String wamid) {
    return reactionIds.contains(wamid);
  }

  int faultCount() {
    return faults.values().stream().mapToInt(Fault::times).sum();
  }

  boolean isSubscribed(String wabaId) {
    return !unsubscribed.contains(wabaId);
  }

  Duration offset() {
    return offset;
  }

  WebhookSwitches switches() {
    return switches;
  }

  Rules rules() {
    return rules;
  }

  long nextId() {
    return ++highestId;
  }

  /** Everything as on the first day; ids go on, so that nothing old can be taken for new. */
  void clear() {
    outbox.clear();
    inbox.clear();
    windows.clear();
    pace.clear();
    directory.clear();
    templates.clear();
    media.clear();
    numbers.clear();
    inboundIds.clear();
    reactionIds.clear();
    deletedNames.clear();
    faults.clear();
    unsubscribed.clear();
    agenda.clear();
    shelves.clear();
    offset = Duration.ZERO;
    switches = WebhookSwitches.OFF;
    rules = Rules.USUAL;
  }
}
