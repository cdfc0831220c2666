package rasl.people;

import org.jspecify.annotations.Nullable;
import rasl.http.Answer;
import rasl.http.CookieRules;
import rasl.http.Fields;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.SignedIn;

/** {@code /api/v2/me/phone}: where a lost password is set anew by a code; and asking for one. */
final class PhoneApi {
  private static final String PATH = "/api/v2/me/phone";
  private static final String CODE = "/api/v2/password-reset/code";
  private static final String REASON = "who lost the password cannot sign in";
  private static final int MOST = 64;

  private final PersonCodes codes;
  private final SignIns signIns;
  private final RecentSignIn recent;
  private final CookieRules cookies;

  PhoneApi(PersonCodes codes, SignIns signIns, RecentSignIn recent, CookieRules cookies) {
    this.codes = codes;
    this.signIns = signIns;
    this.recent = recent;
    this.cookies = cookies;
  }

  void addTo(Routes routes) {
    routes.addPersonal("GET", PATH, (person, _) -> get(person));
    routes.addPersonal("PUT", PATH, this::put);
    routes.addPersonal("POST", PATH + "/confirm", this::confirm);
    routes.addPersonal("DELETE", PATH, this::delete);
    routes.addGuest("POST", CODE, REASON, this::ask);
  }

  private Answer get(SignedIn person) {
    return Answer.ok(
        new PhoneView(
            codes.sender().isPresent(),
            codes.phone(person).map(digits -> "+" + digits).orElse(null)));
  }

  private Answer put(SignedIn person, Request request) {
    recent.orRefuse(person);
    Fields in = request.fields();
    String phone = in.requiredText("phone", MOST);
    String valid = in.orRefuse(() -> phone);
    codes.offerPhone(person, valid);
    return Answer.ok(null, "Code sent; confirm the phone with it");
  }

  private Answer confirm(SignedIn person, Request request) {
    recent.orRefuse(person);
    Fields in = request.fields();
    String code = in.textOrNumber("code", MOST).orElse("");
    String valid = in.orRefuse(() -> code);
    codes.confirmPhone(person, valid, Records.by(person, request));
    return Answer.ok(null, "Phone confirmed");
  }

  private Answer delete(SignedIn person, Request request) {
    recent.orRefuse(person);
    codes.removePhone(person, Records.by(person, request));
    return Answer.deleted("Phone removed");
  }

  private Answer ask(Request request) {
    cookies.refuseOtherSites(request);
    Fields in = request.fields();
    String email = Emails.read(in);
    String valid = in.orRefuse(() -> email);
    signIns.countedByAddress(
        request.clientAddress(),
        () -> {
          codes.offerPassword(valid);
          return true;
        });
    return Answer.ok(null, "If the account has a confirmed phone, a code is on its way");
  }

  /** A person's phone. Changing it changes the contract in api/openapi.yaml. */
  record PhoneView(boolean offered, @Nullable String phone) {}
}
