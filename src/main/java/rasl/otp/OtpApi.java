package rasl.otp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import rasl.contact.PhoneReader;
import rasl.db.Db;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;
import rasl.http.list.Lists;
import rasl.template.TemplateStore;

/** {@code /api/v2/auth} (contract 3): reads the request, asks the room, writes the answer. */
final class OtpApi {
  private static final String PATH = "/api/v2/auth";

  private final Db db;
  private final TenantChoices choices;
  private final PhoneReader readers;
  private final Phones phones;
  private final Verification verification;
  private final OtpStore codes;
  private final TemplateStore templates;
  private final Lists lists;
  private final Clock clock;

  OtpApi(
      Db db,
      TenantChoices choices,
      PhoneReader readers,
      Phones phones,
      Verification verification,
      OtpStore codes,
      TemplateStore templates,
      Lists lists,
      Clock clock) {
    this.db = db;
    this.choices = choices;
    this.readers = readers;
    this.phones = phones;
    this.verification = verification;
    this.codes = codes;
    this.templates = templates;
    this.lists = lists;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("POST", PATH + "/verify", Scope.MESSAGES_SEND, this::verify);
    routes.add("POST", PATH + "/status", Scope.MESSAGES_SEND, this::status);
    routes.add("GET", PATH + "/templates", Scope.TEMPLATES_READ, this::templates);
    routes.add("GET", PATH + "/stats", Scope.MESSAGES_READ, this::stats);
  }

  private Answer verify(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant());
    VerifyCode asked = VerifyCode.from(request.fields(), readers, chosen.country());
    String requestId = request.requestId();
    return request.change().conclude(tx -> verification.verify(tx, asked, chosen.otp(), requestId));
  }

  /** A question only: nothing is counted, and nothing is kept for a repeat. */
  private Answer status(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant());
    AskStatus asked = AskStatus.from(request.fields(), readers, chosen.country());
    Instant now = clock.instant();
    int budget = chosen.otp().guesses().wrongADay();
    Optional<OtpStore.Current> current =
        db.inTenant(
            caller.tenant(),
            tx ->
                codes.current(
                    tx, new CodeOwner(phones.of(tx, asked.phone()), asked.purpose()), budget, now));
    return current
        .map(code -> Answer.ok(OtpView.Status.of(code, now)))
        .orElseGet(() -> Answer.ok(new OtpView.NoCode(false), "No active OTP found"));
  }

  private Answer templates(Caller caller, Request request) {
    ListQuery query = lists.parse(OtpTemplateView.SPEC, request.query());
    return lists.answer(
        request,
        query,
        db.inTenant(caller.tenant(), tx -> templates.listForCodes(tx, lists, query))
            .map(OtpTemplateView::of));
  }

  private Answer stats(Caller caller, Request request) {
    OtpStats.Span span = OtpStats.Span.of(request.query(), clock.instant());
    return Answer.ok(db.inTenant(caller.tenant(), tx -> OtpStats.read(tx, span)));
  }
}
