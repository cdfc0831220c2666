package rasl.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * An authenticator in software, with one passkey, and the browser that asks it (W3C Web
 * Authentication, level 3): it answers options as {@code PublicKeyCredential.toJSON()} does.
 */
public final class SoftPasskey {
  private static final int USER_PRESENT = 0x01;
  private static final int USER_VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;

  private final String origin;
  private final byte[] credentialId = new byte[16];
  private final KeyPair keys;
  private String handle = "";
  private boolean verifying = true;
  private int signCount;

  /** One whose browser shows a page of an origin. */
  public SoftPasskey(String origin) {
    this.origin = origin;
    new SecureRandom().nextBytes(credentialId);
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same passkey, asked by a browser that shows another page. */
  public Map<String, Object> signAt(String otherOrigin, JsonNode options) {
    return sign(otherOrigin, options);
  }

  /** Whether it makes sure of who uses it, by a fingerprint or a PIN, from now on. */
  public void verifiesItsUser(boolean verifies) {
    verifying = verifies;
  }

  /** Sets the counter back, as a copy of the authenticator would have it. */
  public void countFrom(int count) {
    signCount = count;
  }

  /** Makes the passkey. */
  public Map<String, Object> create(JsonNode options) {
    handle = options.at("/user/id").asString();
    byte[] data = concat(data(options.at("/rp/id").asString(), ATTESTED), attested());
    byte[] object =
        concat(
            new byte[] {(byte) 0xa3},
            text("fmt"),
            text("none"),
            text("attStmt"),
            new byte[] {(byte) 0xa0},
            text("authData"),
            bytes(data));
    return answer(
        Map.of(
            "clientDataJSON", base64(client("webauthn.create", origin, options)),
            "attestationObject", base64(object),
            "transports", java.util.List.of("internal")));
  }

  /** Signs in. */
  public Map<String, Object> sign(JsonNode options) {
    return sign(origin, options);
  }

  private Map<String, Object> sign(String from, JsonNode options) {
    signCount++;
    byte[] data = data(options.path("rpId").asString(), 0);
    byte[] client = client("webauthn.get", from, options);
    var response = new HashMap<String, Object>();
    response.put("clientDataJSON", base64(client));
    response.put("authenticatorData", base64(data));
    response.put("signature", base64(signature(concat(data, sha256(client)))));
    response.put("userHandle", handle);
    return answer(response);
  }

  private Map<String, Object> answer(Map<String, Object> response) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", base64(credentialId));
    answer.put("rawId", base64(credentialId));
    answer.put("type", "public-key");
    answer.put("authenticatorAttachment", "platform");
    answer.put("response", response);
    answer.put("clientExtensionResults", Map.of());
    return answer;
  }

  private static byte[] client(String type, String origin, JsonNode options) {
    var data = new LinkedHashMap<String, Object>();
    data.put("type", type);
    data.put("challenge", options.path("challenge").asString());
    data.put("origin", origin);
    data.put("crossOrigin", false);
    return Json.writeBytes(data);
  }

  private byte[] data(String site, int more) {
    int flags = USER_PRESENT | more | (verifying ? USER_VERIFIED : 0);
    return concat(
        sha256(site.getBytes(StandardCharsets.UTF_8)),
        new byte[] {(byte) flags},
        ByteBuffer.allocate(4).putInt(signCount).array());
  }

  /** AAGUID of nobody, the credential's id, and the public key in COSE form (EC2, ES256, P-256). */
  private byte[] attested() {
    var point = ((ECPublicKey) keys.getPublic()).getW();
    return concat(
        new byte[16],
        new byte[] {0, (byte) credentialId.length},
        credentialId,
        new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
        bytes(coordinate(point.getAffineX())),
        new byte[] {0x22},
        bytes(coordinate(point.getAffineY())));
  }

  private static byte[] coordinate(java.math.BigInteger number) {
    var fixed = new byte[32];
    byte[] given = number.toByteArray();
    int length = Math.min(given.length, fixed.length);
    System.arraycopy(given, given.length - length, fixed, fixed.length - length, length);
    return fixed;
  }

  private byte[] signature(byte[] signed) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A short text in CBOR (RFC 8949). */
  private static byte[] text(String text) {
    return concat(
        new byte[] {(byte) (0x60 | text.length())}, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Up to 255 bytes in CBOR. */
  private static byte[] bytes(byte[] bytes) {
    return concat(new byte[] {0x58, (byte) bytes.length}, bytes);
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
