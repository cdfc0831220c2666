package rasl.people;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.Audit;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.Db;
import rasl.db.SystemTx;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Fields;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.refusal.Refusal;
import rasl.tenant.TenantStore;

/** {@code /api/v2/operator/code-sender}: by whose WhatsApp connection codes go to people. */
final class CodeSenderApi {
  private static final String PATH = "/api/v2/operator/code-sender";
  private static final int MOST_NAME = 512;
  private static final int MOST_LANGUAGE = 10;
  private static final String USUAL_LANGUAGE = "en";

  private final Db db;
  private final TenantStore tenants;
  private final Audit audit;
  private final PersonCodeStore store = new PersonCodeStore();

  CodeSenderApi(Db db, TenantStore tenants, Audit audit) {
    this.db = db;
    this.tenants = tenants;
    this.audit = audit;
  }

  void addTo(Routes routes) {
    routes.addOperator("GET", PATH, (_, _) -> Answer.ok(view(db.inSystem(store::sender))));
    routes.addOperator("PUT", PATH, this::put);
    routes.addOperator("DELETE", PATH, this::delete);
  }

  private Answer put(Principal operator, Request request) {
    Fields in = request.fields();
    long account = in.requiredId("tenant_id");
    String template = in.requiredText("template_name", MOST_NAME);
    String language = in.text("language", MOST_LANGUAGE).orElse(USUAL_LANGUAGE);
    var from = in.orRefuse(() -> new CodeMessenger.From(new TenantId(account), template, language));
    db.doInSystem(
        tx -> {
          if (tenants.find(tx, from.account()).isEmpty()) {
            throw Refusal.Invalid.field("tenant_id", "There is no such tenant.").thrown();
          }
          Optional<CodeMessenger.From> old = store.sender(tx);
          store.putSender(tx, from);
          record(tx, Actor.operator(operator, request), old, Optional.of(from));
        });
    return Answer.ok(view(Optional.of(from)), "Code sender saved successfully");
  }

  private Answer delete(Principal operator, Request request) {
    db.doInSystem(
        tx -> {
          Optional<CodeMessenger.From> old = store.sender(tx);
          store.deleteSender(tx);
          record(tx, Actor.operator(operator, request), old, Optional.empty());
        });
    return Answer.deleted("Code sender deleted successfully");
  }

  private void record(
      SystemTx tx,
      Actor actor,
      Optional<CodeMessenger.From> old,
      Optional<CodeMessenger.From> now) {
    audit.recordForInstallation(
        tx, actor, "code_sender.updated", Target.of("code_sender"), state(old), state(now));
  }

  private static State state(Optional<CodeMessenger.From> from) {
    return from.map(
            one ->
                State.of(
                    Map.of(
                        "tenant_id", one.account().value(),
                        "template_name", one.template(),
                        "language", one.language())))
        .orElseGet(State::none);
  }

  private static SenderView view(Optional<CodeMessenger.From> from) {
    return new SenderView(
        from.map(one -> one.account().value()).orElse(null),
        from.map(CodeMessenger.From::template).orElse(null),
        from.map(CodeMessenger.From::language).orElse(null));
  }

  /** All null where none is named. Changing it changes the contract in api/openapi.yaml. */
  record SenderView(
      @Nullable Long tenantId, @Nullable String templateName, @Nullable String language) {}
}
