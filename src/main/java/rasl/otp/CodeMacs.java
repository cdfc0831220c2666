package rasl.otp;

import rasl.crypto.DerivedKey;
import rasl.crypto.Macs;
import rasl.db.TenantId;

/**
 * What is stored of a code: a MAC under the server's key that is worth nothing for any other
 * tenant, phone, purpose or code. Without the key six digits cannot be searched for.
 */
final class CodeMacs {
  private final Macs macs;

  CodeMacs(DerivedKey key) {
    this.macs = new Macs(key);
  }

  /**
   * @param id of the row of the code, so that the same digits sent again have another MAC
   */
  byte[] of(TenantId tenant, CodeOwner owner, long id, String code) {
    return macs.mac(
        Long.toString(tenant.value()), owner.line(), owner.purpose(), Long.toString(id), code);
  }
}
