package rasl.people;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import java.util.Optional;
import java.util.Set;

/**
 * The passkeys as Yubico's library asks for them, in one call about one passkey: the one that was
 * found, or none. People go by the numbers of their accounts.
 */
record KnownPasskey(Optional<Passkey> passkey) implements CredentialRepository {

  @Override
  public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
    return Set.of();
  }

  @Override
  public Optional<ByteArray> getUserHandleForUsername(String username) {
    return passkey
        .filter(one -> username(one).equals(username))
        .map(one -> new ByteArray(one.handle()));
  }

  @Override
  public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
    return passkey
        .filter(one -> new ByteArray(one.handle()).equals(userHandle))
        .map(KnownPasskey::username);
  }

  @Override
  public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
    return lookupAll(credentialId).stream()
        .filter(one -> one.getUserHandle().equals(userHandle))
        .findFirst();
  }

  @Override
  public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
    return passkey
        .map(KnownPasskey::registered)
        .filter(one -> one.getCredentialId().equals(credentialId))
        .map(Set::of)
        .orElseGet(Set::of);
  }

  private static String username(Passkey passkey) {
    return Long.toString(passkey.personId());
  }

  private static RegisteredCredential registered(Passkey passkey) {
    return RegisteredCredential.builder()
        .credentialId(new ByteArray(passkey.credentialId()))
        .userHandle(new ByteArray(passkey.handle()))
        .publicKeyCose(new ByteArray(passkey.publicKey()))
        .signatureCount(passkey.signCount())
        .build();
  }
}
