package rasl.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Change;
import rasl.http.Fields;
import rasl.http.JsonFields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.json.JsonShape;
import rasl.refusal.Refusal;
import tools.jackson.databind.JsonNode;

/** {@code /api/v2/contacts/batch}: many contacts at once. */
final class ContactBatchApi {
  private static final String BATCH = "/api/v2/contacts/batch";
  private static final int MAX_CONTACTS = 10_000;

  private static final JsonShape BATCH_OF_CONTACTS =
      new JsonShape("contacts", MAX_CONTACTS, Set.of("options"));

  /** Room for ten thousand contacts of 3 KiB each. */
  private static final int MAX_BODY = 32 << 20;

  private final Contacts contacts;
  private final ContactBatches batches;

  ContactBatchApi(Contacts contacts, ContactBatches batches) {
    this.contacts = contacts;
    this.batches = batches;
  }

  void addTo(Routes routes) {
    routes.add(
        new Routes.Route(
                "POST",
                BATCH,
                new Routes.Access.Token(Scope.CONTACTS_WRITE, this::create),
                MAX_BODY)
            .thatTakesLong());
    routes.addLong("DELETE", BATCH, Scope.CONTACTS_DELETE, this::delete);
  }

  private Answer create(Caller caller, Request request) {
    JsonNode body = request.json(BATCH_OF_CONTACTS);
    ContactBatches.Options options = options(body);
    List<JsonNode> items = items(body);
    Change change = request.change();
    return Deadlocks.retried(
        () ->
            change.commit(
                tx -> {
                  var outcome = batches.create(tx, items, options, change.requestId());
                  return Answer.ok(outcome, "Contacts batch processed successfully");
                }));
  }

  private static ContactBatches.Options options(JsonNode body) {
    Fields fields = JsonFields.of(body);
    Optional<Fields> options = fields.object("options");
    boolean goOn = options.flatMap(one -> one.bool("continue_on_error")).orElse(true);
    boolean skip = options.flatMap(one -> one.bool("skip_duplicates")).orElse(false);
    return fields.orRefuse(() -> new ContactBatches.Options(goOn, skip));
  }

  private static List<JsonNode> items(JsonNode body) {
    JsonNode contacts = body.path("contacts");
    if (contacts.isMissingNode() || contacts.isNull()) {
      throw wrong("is required.");
    }
    if (!contacts.isArray()) {
      throw wrong("must be a list.");
    }
    if (contacts.isEmpty()) {
      throw wrong("must have 1 to " + MAX_CONTACTS + " items.");
    }
    var items = new ArrayList<JsonNode>();
    contacts.forEach(items::add);
    return items;
  }

  private static RuntimeException wrong(String words) {
    return Refusal.Invalid.field("contacts", "The contacts field " + words).thrown();
  }

  /** What came of a batch delete. Changing it changes the contract in api/openapi.yaml. */
  record Deleted(boolean success, Summary summary) {
    record Summary(int total, int deleted, int failed) {}
  }

  private Answer delete(Caller caller, Request request) {
    Fields fields = request.fields();
    List<Long> given = fields.requiredIds("ids");
    List<Long> ids = fields.orRefuse(() -> given.stream().distinct().toList());
    Change change = request.change();
    return Deadlocks.retried(
        () ->
            change.commit(
                tx -> {
                  int deleted = contacts.deleteAll(tx, ids, change.requestId());
                  int failed = ids.size() - deleted;
                  return Answer.ok(
                      new Deleted(deleted > 0, new Deleted.Summary(ids.size(), deleted, failed)),
                      "Contacts deleted successfully");
                }));
  }
}
