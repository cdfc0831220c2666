package rasl.people;

import java.util.List;
import java.util.Map;
import rasl.audit.Actor;
import rasl.http.Answer;
import rasl.http.CookieRules;
import rasl.http.Fields;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.SignedIn;

/** {@code /api/v2/me}: how the person who calls signs in; and setting a new password by a link. */
final class MeApi {
  private static final String PASSWORD = "/api/v2/me/password";
  private static final String CODES = "/api/v2/me/one-time-codes";
  private static final String RESET = "/api/v2/password-reset";
  private static final String OPERATORS_RESET = "/api/v2/operator/password-resets";
  private static final String REASON = "who lost the password cannot sign in";
  private static final String RESET_DONE = "Password set; all sessions have ended";
  private static final int MOST = 1024;

  private final Me me;
  private final Resets resets;
  private final CookieRules cookies;
  private final RecentSignIn recent;
  private final SignIns signIns;
  private final PersonCodes codes;

  MeApi(
      Me me,
      Resets resets,
      CookieRules cookies,
      RecentSignIn recent,
      SignIns signIns,
      PersonCodes codes) {
    this.me = me;
    this.resets = resets;
    this.cookies = cookies;
    this.recent = recent;
    this.signIns = signIns;
    this.codes = codes;
  }

  void addTo(Routes routes) {
    routes.addPersonal("PUT", PASSWORD, this::changePassword);
    routes.addPersonal("POST", CODES, this::beginCodes);
    routes.addPersonal("PUT", CODES, this::turnCodesOn);
    routes.addPersonal("DELETE", CODES, this::turnCodesOff);
    routes.addOperator("POST", OPERATORS_RESET, this::offerReset);
    routes.addGuest("POST", RESET, REASON, this::reset);
  }

  private Answer changePassword(SignedIn person, Request request) {
    Fields in = request.fields();
    String current = in.requiredText("current_password", MOST);
    String wanted = NewPerson.newPassword(in, me.email(person));
    in.orRefuse(() -> wanted);
    me.changePassword(person, current, wanted, request);
    return Answer.ok(null, "Password changed; your other sessions have ended");
  }

  private Answer beginCodes(SignedIn person, Request request) {
    recent.orRefuse(person);
    return Answer.ok(me.beginCodes(person));
  }

  private Answer turnCodesOn(SignedIn person, Request request) {
    recent.orRefuse(person);
    Fields in = request.fields();
    String ticket = in.requiredText("ticket", MOST);
    String code = in.textOrNumber("code", MOST).orElse("");
    List<String> recovery =
        in.orRefuse(() -> me.turnCodesOn(person, ticket, code, Records.by(person, request)));
    return Answer.ok(Map.of("recovery_codes", recovery), "One-time codes are on");
  }

  private Answer turnCodesOff(SignedIn person, Request request) {
    recent.orRefuse(person);
    me.turnCodesOff(person, Records.by(person, request));
    return Answer.deleted("One-time codes are off");
  }

  private Answer offerReset(Principal operator, Request request) {
    Fields in = request.fields();
    String email = Emails.read(in);
    return Answer.created(
        in.orRefuse(() -> resets.forEmail(email, Actor.operator(operator, request))),
        "Password reset link created successfully");
  }

  private Answer reset(Request request) {
    cookies.refuseOtherSites(request);
    Fields in = request.fields();
    if (in.has("code")) {
      return resetByCode(in, request);
    }
    String token = in.requiredText("token", MOST);
    String email = in.orRefuse(() -> resets.emailOf(token));
    String password = NewPerson.newPassword(in, email);
    in.orRefuse(() -> password);
    resets.use(token, password, request.clientAddress());
    return Answer.ok(null, RESET_DONE);
  }

  private Answer resetByCode(Fields in, Request request) {
    String email = Emails.read(in);
    String code = in.textOrNumber("code", MOST).orElse("");
    String password = NewPerson.newPassword(in, email);
    in.orRefuse(() -> password);
    String address = request.clientAddress();
    PersonCodes.Proven proven = signIns.countedByAddress(address, () -> codes.prove(email, code));
    resets.useCode(proven, password, address);
    return Answer.ok(null, RESET_DONE);
  }
}
