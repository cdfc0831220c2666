package rasl.otp;

import java.time.Instant;
import java.util.Optional;
import rasl.contact.PhoneReader;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListQuery;

/** Verifying, and the questions below {@code /api/v2/auth} (contract 3). */
final class OtpApi {
  static final String PATH = "/api/v2/auth";

  private final OtpModule.Ground ground;
  private final TenantChoices choices;
  private final PhoneReader readers;
  private final Phones phones;
  private final OtpStore codes;
  private final Verification verification;

  OtpApi(
      OtpModule.Ground ground,
      TenantChoices choices,
      PhoneReader readers,
      Phones phones,
      OtpStore codes,
      Verification verification) {
    this.ground = ground;
    this.choices = choices;
    this.readers = readers;
    this.phones = phones;
    this.codes = codes;
    this.verification = verification;
  }

  void addTo(Routes routes) {
    routes.add("POST", PATH + "/verify", Scope.MESSAGES_SEND, this::verify);
    routes.add("POST", PATH + "/status", Scope.MESSAGES_SEND, this::status);
    routes.add("GET", PATH + "/templates", Scope.TEMPLATES_READ, this::templates);
    routes.add("GET", PATH + "/stats", Scope.MESSAGES_READ, this::stats);
  }

  private Answer verify(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant());
    VerifyCode asked = VerifyCode.from(request.fields(), readers, chosen.phones());
    String requestId = request.requestId();
    return request.change().conclude(tx -> verification.verify(tx, asked, chosen.otp(), requestId));
  }

  /** A question only: nothing is counted, and nothing is kept for a repeat. */
  private Answer status(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant());
    AskStatus asked = AskStatus.from(request.fields(), readers, chosen.phones());
    Instant now = ground.clock().instant();
    int budget = chosen.otp().guesses().wrongADay();
    Optional<OtpStore.Current> current =
        ground
            .db()
            .reading(
                caller.tenant(),
                tx ->
                    codes.current(
                        tx,
                        new CodeOwner(phones.of(tx, asked.phone()), asked.purpose()),
                        budget,
                        now));
    return current
        .map(code -> Answer.ok(OtpView.Status.of(code, now)))
        .orElseGet(() -> Answer.ok(new OtpView.NoCode(false), "No active OTP found"));
  }

  private Answer templates(Caller caller, Request request) {
    ListQuery query = ground.lists().parse(OtpTemplateView.SPEC, request.query());
    return ground
        .lists()
        .answer(
            request,
            query,
            ground
                .db()
                .reading(
                    caller.tenant(),
                    tx -> ground.templates().listForCodes(tx, ground.lists(), query))
                .map(OtpTemplateView::of));
  }

  private Answer stats(Caller caller, Request request) {
    OtpStats.Span span = OtpStats.Span.of(request.query(), ground.clock().instant());
    return Answer.ok(ground.db().reading(caller.tenant(), tx -> OtpStats.read(tx, span)));
  }
}
