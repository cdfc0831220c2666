package rasl.people;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.audit.Actor;
import rasl.crypto.Sealer;
import rasl.http.Request;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;

/** What a person changes of how they sign in. */
final class Me {
  private final People people;
  private final PersonStore store;
  private final SecondFactorStore codeStore = new SecondFactorStore();
  private final SecondFactor codes;
  private final SignIns signIns;
  private final Records records;
  private final Base base;

  /** What all of it takes. */
  record Base(Passwords passwords, Sessions sessions, Sealer sealer, Clock clock) {}

  Me(
      People people,
      PersonStore store,
      SecondFactor codes,
      SignIns signIns,
      Records records,
      Base base) {
    this.people = people;
    this.store = store;
    this.codes = codes;
    this.signIns = signIns;
    this.records = records;
    this.base = base;
  }

  String email(SignedIn person) {
    return people.get(person.personId()).email();
  }

  /** Sets another password, and ends the other sessions. */
  void changePassword(SignedIn who, String current, String wanted, Request request) {
    Person person = people.get(who.personId());
    signIns.confirm(person, current, request.clientAddress());
    String hash = base.passwords().hash(wanted);
    Instant now = base.clock().instant();
    records.run(
        new Records.Deed(
            Records.by(who, request), "password.changed", person.id(), Map.of("sessions", "ended")),
        tx -> {
          store.setPassword(tx, person.id(), hash, now);
          base.sessions().endAll(tx, person.id(), who.sessionId());
        });
  }

  /**
   * A secret for an app, not in force yet.
   *
   * @param ticket is given back with the first code; it holds the secret, encrypted
   */
  record NewCodes(String secret, String uri, String ticket) {}

  NewCodes beginCodes(SignedIn who) {
    byte[] secret = codes.newSecret();
    String text = SecondFactor.base32(secret);
    String account = java.net.URLEncoder.encode(email(who), StandardCharsets.UTF_8);
    return new NewCodes(
        text,
        "otpauth://totp/Rasl:" + account + "?secret=" + text + "&issuer=Rasl",
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(base.sealer().seal(secret, offer(who))));
  }

  /** Asks for codes from now on, and gives the recovery codes, which nobody can be told again. */
  List<String> turnCodesOn(SignedIn who, String ticket, String code, Actor actor) {
    byte[] secret =
        bytes(ticket)
            .flatMap(text -> base.sealer().open(text, offer(who)))
            .orElseThrow(() -> fault("ticket", "The ticket is not one of yours."));
    List<String> recovery = codes.newRecoveryCodes();
    Instant now = base.clock().instant();
    records.run(
        new Records.Deed(actor, "one_time_codes.on", who.personId(), Map.of("sessions", "ended")),
        tx -> {
          if (!codes.uses(tx, who.personId(), secret, code.strip())) {
            throw fault("code", "The code is wrong, or was used already.");
          }
          codeStore.turnOn(
              tx,
              who.personId(),
              codes.seal(who.personId(), secret),
              recovery.stream().map(SecondFactor::hash).toList(),
              now);
          base.sessions().endAll(tx, who.personId(), who.sessionId());
        });
    return recovery;
  }

  void turnCodesOff(SignedIn who, Actor actor) {
    records.run(
        new Records.Deed(actor, "one_time_codes.off", who.personId(), Map.of("turned", "off")),
        tx -> codeStore.turnOff(tx, who.personId()));
  }

  private static byte[] offer(SignedIn who) {
    return ("person.totp.offer:" + who.personId()).getBytes(StandardCharsets.US_ASCII);
  }

  private static Optional<byte[]> bytes(String base64) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(base64));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static RuntimeException fault(String field, String message) {
    return Refusal.Invalid.field(field, message).thrown();
  }
}
