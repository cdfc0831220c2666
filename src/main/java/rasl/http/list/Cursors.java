package rasl.http.list;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Macs;
import rasl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Cursors: the sort keys of the last row seen, with a MAC over them and over the list, sort, search
 * and filters that they belong to. A cursor holds nothing that its owner was not shown.
 */
final class Cursors {
  private static final int MAC_BYTES = 16;

  private final Macs macs;

  Cursors(Macs macs) {
    this.macs = macs;
  }

  /**
   * Writes a cursor.
   *
   * @param binding what it belongs to
   */
  String write(String binding, List<@Nullable String> keys) {
    String payload = Json.write(keys);
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(MAC_BYTES + bytes.length).put(mac(binding, payload)).put(bytes).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** The keys of a cursor; empty where it is not ours, changed, or belongs to something else. */
  Optional<List<@Nullable String>> read(String binding, String cursor) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    // The same bytes have other spellings too (padding, spare bits): only ours is taken.
    boolean ours = Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(cursor);
    if (!ours || all.length < MAC_BYTES) {
      return Optional.empty();
    }
    String payload = new String(all, MAC_BYTES, all.length - MAC_BYTES, StandardCharsets.UTF_8);
    byte[] mac = Arrays.copyOf(all, MAC_BYTES);
    return Macs.constantTimeEquals(mac, mac(binding, payload))
        ? Optional.of(keys(payload))
        : Optional.empty();
  }

  private byte[] mac(String binding, String payload) {
    return Arrays.copyOf(macs.mac("cursor", binding, payload), MAC_BYTES);
  }

  private static List<@Nullable String> keys(String payload) {
    var keys = new ArrayList<@Nullable String>();
    for (JsonNode key : Json.parseTrusted(payload)) {
      keys.add(key.isNull() ? null : key.stringValue());
    }
    return keys;
  }
}
