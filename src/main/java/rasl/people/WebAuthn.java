package rasl.people;

import com.yubico.webauthn.AssertionRequest;
import com.yubico.webauthn.AssertionResult;
import com.yubico.webauthn.FinishAssertionOptions;
import com.yubico.webauthn.FinishRegistrationOptions;
import com.yubico.webauthn.RegistrationResult;
import com.yubico.webauthn.RelyingParty;
import com.yubico.webauthn.data.AttestationConveyancePreference;
import com.yubico.webauthn.data.AuthenticatorAssertionResponse;
import com.yubico.webauthn.data.AuthenticatorAttestationResponse;
import com.yubico.webauthn.data.AuthenticatorSelectionCriteria;
import com.yubico.webauthn.data.AuthenticatorTransport;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.ClientAssertionExtensionOutputs;
import com.yubico.webauthn.data.ClientRegistrationExtensionOutputs;
import com.yubico.webauthn.data.PublicKeyCredential;
import com.yubico.webauthn.data.PublicKeyCredentialCreationOptions;
import com.yubico.webauthn.data.PublicKeyCredentialParameters;
import com.yubico.webauthn.data.PublicKeyCredentialRequestOptions;
import com.yubico.webauthn.data.RelyingPartyIdentity;
import com.yubico.webauthn.data.ResidentKeyRequirement;
import com.yubico.webauthn.data.UserIdentity;
import com.yubico.webauthn.data.UserVerificationRequirement;
import com.yubico.webauthn.exception.AssertionFailedException;
import com.yubico.webauthn.exception.RegistrationFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what authenticators answer (W3C Web Authentication, level 3, sections 7.1 and 7.2), by
 * Yubico's library. The maker of an authenticator is not asked for, and what it says of itself is
 * not believed.
 */
final class WebAuthn {
  static final String NAME = "Rasl";

  /** The only form of attestation whose check needs a library that we leave out. */
  private static final String LEFT_OUT = "android-safetynet";

  private final PasskeySite site;

  WebAuthn(PasskeySite site) {
    this.site = site;
  }

  /** The kinds of keys that are taken: Ed25519, P-256 with SHA-256, RSA with SHA-256. */
  static List<PublicKeyCredentialParameters> keys() {
    return List.of(
        PublicKeyCredentialParameters.EdDSA,
        PublicKeyCredentialParameters.ES256,
        PublicKeyCredentialParameters.RS256);
  }

  /** The answer of an authenticator that has made a passkey. */
  record Made(
      PublicKeyCredential<AuthenticatorAttestationResponse, ClientRegistrationExtensionOutputs>
          answer) {

    /** Reads one; empty for what is none. */
    static Optional<Made> read(String json) {
      try {
        return Optional.of(new Made(PublicKeyCredential.parseRegistrationResponseJson(json)));
      } catch (IOException | RuntimeException _) {
        // The library throws what it meets in a text that it does not expect.
        return Optional.empty();
      }
    }

    byte[] challenge() {
      return answer.getResponse().getClientData().getChallenge().getBytes();
    }

    byte[] credentialId() {
      return answer.getId().getBytes();
    }
  }

  /** The answer of an authenticator that has signed a challenge with a passkey. */
  record Signed(
      PublicKeyCredential<AuthenticatorAssertionResponse, ClientAssertionExtensionOutputs> answer) {

    /** Reads one; empty for what is none. */
    static Optional<Signed> read(String json) {
      try {
        return Optional.of(new Signed(PublicKeyCredential.parseAssertionResponseJson(json)));
      } catch (IOException | RuntimeException _) {
        return Optional.empty();
      }
    }

    byte[] challenge() {
      return answer.getResponse().getClientData().getChallenge().getBytes();
    }

    byte[] credentialId() {
      return answer.getId().getBytes();
    }
  }

  /**
   * Checks a new passkey.
   *
   * @param known the passkey that somebody has of this credential id already
   * @return empty where anything of it is wrong
   */
  Optional<PasskeyStore.NewPasskey> check(
      Made made, Person person, byte[] handle, Optional<Passkey> known) {
    String form = made.answer().getResponse().getAttestation().getFormat();
    if (form.equals(LEFT_OUT)) {
      return Optional.empty();
    }
    try {
      RegistrationResult result =
          relyingParty(known)
              .finishRegistration(
                  FinishRegistrationOptions.builder()
                      .request(creation(made.challenge(), person, handle))
                      .response(made.answer())
                      .build());
      return Optional.of(
          new PasskeyStore.NewPasskey(
              result.getKeyId().getId().getBytes(),
              result.getPublicKeyCose().getBytes(),
              result.getSignatureCount(),
              made.answer().getResponse().getTransports().stream()
                  .map(AuthenticatorTransport::getId)
                  .sorted()
                  .toList()));
    } catch (RegistrationFailedException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private PublicKeyCredentialCreationOptions creation(
      byte[] challenge, Person person, byte[] handle) {
    return PublicKeyCredentialCreationOptions.builder()
        .rp(identity())
        .user(
            UserIdentity.builder()
                .name(person.email())
                .displayName(person.name())
                .id(new ByteArray(handle))
                .build())
        .challenge(new ByteArray(challenge))
        .pubKeyCredParams(keys())
        .authenticatorSelection(
            AuthenticatorSelectionCriteria.builder()
                .residentKey(ResidentKeyRequirement.REQUIRED)
                .userVerification(UserVerificationRequirement.PREFERRED)
                .build())
        .build();
  }

  /** A good signature. */
  record Checked(boolean userVerified, long signCount) {}

  /** Checks a signature of a passkey; empty where anything of it is wrong. */
  Optional<Checked> check(Signed signed, Passkey passkey) {
    var request =
        AssertionRequest.builder()
            .publicKeyCredentialRequestOptions(
                PublicKeyCredentialRequestOptions.builder()
                    .challenge(new ByteArray(signed.challenge()))
                    .rpId(site.id())
                    .userVerification(UserVerificationRequirement.PREFERRED)
                    .build())
            .build();
    try {
      AssertionResult result =
          relyingParty(Optional.of(passkey))
              .finishAssertion(
                  FinishAssertionOptions.builder()
                      .request(request)
                      .response(signed.answer())
                      .build());
      return result.isSuccess()
          ? Optional.of(new Checked(result.isUserVerified(), result.getSignatureCount()))
          : Optional.empty();
    } catch (AssertionFailedException | RuntimeException _) {
      return Optional.empty();
    }
  }

  private RelyingParty relyingParty(Optional<Passkey> known) {
    return RelyingParty.builder()
        .identity(identity())
        .credentialRepository(new KnownPasskey(known))
        .origins(Set.of(site.origin()))
        .preferredPubkeyParams(keys())
        .attestationConveyancePreference(AttestationConveyancePreference.NONE)
        .allowUntrustedAttestation(true)
        .build();
  }

  private RelyingPartyIdentity identity() {
    return RelyingPartyIdentity.builder().id(site.id()).name(NAME).build();
  }
}
