package rasl.otp;

import java.time.Instant;
import rasl.contact.PhoneReader;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Handler;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.message.Previewing;

/** Sending codes (contract 3): reads the request, asks the room, writes the answer. */
final class SendOtpApi {
  private final OtpModule.Ground ground;
  private final TenantChoices choices;
  private final PhoneReader readers;
  private final Phones phones;
  private final OtpLimits limits;
  private final CodeSending sending;
  private final Previewing previewing;

  SendOtpApi(
      OtpModule.Ground ground,
      TenantChoices choices,
      PhoneReader readers,
      Phones phones,
      OtpLimits limits,
      CodeSending sending,
      Previewing previewing) {
    this.ground = ground;
    this.choices = choices;
    this.readers = readers;
    this.phones = phones;
    this.limits = limits;
    this.sending = sending;
    this.previewing = previewing;
  }

  void addTo(Routes routes) {
    add(routes, OtpApi.PATH + "/send-otp", this::send);
    add(routes, OtpApi.PATH + "/resend", this::resend);
    routes.add(
        new Routes.Route(
            "POST",
            OtpApi.PATH + "/send-otp/preview",
            new Routes.Access.Token(Scope.MESSAGES_SEND, this::preview),
            Routes.Route.SMALL_BODY));
  }

  private void add(Routes routes, String path, Handler handler) {
    routes.add(
        new Routes.Route(
                "POST",
                path,
                new Routes.Access.Token(Scope.MESSAGES_SEND, handler),
                Routes.Route.SMALL_BODY)
            .withRebuild(sending::retold));
  }

  private Answer send(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant()).toSend();
    SendCode asked = SendCode.from(request.fields(), readers, chosen.phones());
    return sending.send(request.change(), asked, chosen.otp(), !request.prefersAsync());
  }

  private Answer preview(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant()).toSend();
    SendCode asked = SendCode.from(request.fields(), readers, chosen.phones());
    return previewing.answer(
        caller.tenant(), sending.toPreview(caller.tenant(), asked, chosen.otp()));
  }

  private Answer resend(Caller caller, Request request) {
    TenantChoices.Chosen chosen = choices.of(caller.tenant()).toSend();
    SendCode asked = SendCode.again(request.fields(), readers, chosen.phones());
    count(caller.tenant(), asked);
    return sending.send(request.change(), asked, chosen.otp(), !request.prefersAsync());
  }

  /** Checked before all else that could refuse, and counted whatever comes of the call. */
  private void count(TenantId tenant, SendCode asked) {
    Instant now = ground.clock().instant();
    ground
        .db()
        .inTenant(tenant, tx -> limits.resendCall(tx, phones.of(tx, asked.phone()), now))
        .ifPresent(
            refusal -> {
              throw refusal.thrown();
            });
  }
}
