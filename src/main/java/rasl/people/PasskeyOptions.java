package rasl.people;

import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page gives to the browser, in WebAuthn's own JSON and its names: for {@code
 * PublicKeyCredential.parseCreationOptionsFromJSON} and {@code parseRequestOptionsFromJSON}.
 */
final class PasskeyOptions {
  private static final String CHALLENGE = "challenge";
  private static final String TIMEOUT = "timeout";
  private static final String VERIFICATION = "userVerification";
  private static final String PREFERRED = "preferred";
  private static final String TYPE = "type";
  private static final String KEY = "public-key";

  private PasskeyOptions() {}

  /** To make a passkey that the authenticator keeps, and finds by itself at a sign-in. */
  static Map<String, Object> creation(
      PasskeySite site, Asked asked, Person person, byte[] handle, List<Passkey> has) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("rp", Map.of("id", site.id(), "name", WebAuthn.NAME));
    options.put(
        "user", Map.of("id", text(handle), "name", person.email(), "displayName", person.name()));
    options.put(CHALLENGE, text(asked.challenge()));
    options.put("pubKeyCredParams", WebAuthn.keys().stream().map(PasskeyOptions::key).toList());
    options.put(TIMEOUT, asked.good().toMillis());
    options.put("excludeCredentials", has.stream().map(PasskeyOptions::known).toList());
    options.put(
        "authenticatorSelection",
        Map.of("residentKey", "required", "requireResidentKey", true, VERIFICATION, PREFERRED));
    options.put("attestation", "none");
    return options;
  }

  /** To sign in by whichever passkey the person chooses. */
  static Map<String, Object> request(PasskeySite site, Asked asked) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(CHALLENGE, text(asked.challenge()));
    options.put(TIMEOUT, asked.good().toMillis());
    options.put("rpId", site.id());
    options.put("allowCredentials", List.of());
    options.put(VERIFICATION, PREFERRED);
    return options;
  }

  /** A challenge, and how long it is good. */
  record Asked(byte[] challenge, Duration good) {}

  private static Map<String, Object> key(PublicKeyCredentialParameters parameters) {
    return Map.of(TYPE, KEY, "alg", parameters.getAlg().getId());
  }

  private static Map<String, Object> known(Passkey passkey) {
    return Map.of(
        TYPE, KEY, "id", text(passkey.credentialId()), "transports", passkey.transports());
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
