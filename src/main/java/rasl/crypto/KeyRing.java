package rasl.crypto;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * The secret key of an installation, and former ones that something may still be encrypted with.
 * Each has an id, which stands before what it sealed.
 */
public final class KeyRing {
  private final int current;
  private final Map<Integer, MasterKey> keys;

  /**
   * @param current the id of the key that seals, 0 to 255
   * @param keys all keys by id
   */
  public KeyRing(int current, Map<Integer, MasterKey> keys) {
    if (!keys.containsKey(current)) {
      throw new IllegalArgumentException("the current key is not among the keys");
    }
    this.current = current;
    this.keys = Map.copyOf(keys);
  }

  /** A ring with one key. */
  public static KeyRing of(MasterKey only) {
    return new KeyRing(0, Map.of(0, only));
  }

  /** The current key's derived key for a purpose, for all that is not stored for long. */
  public DerivedKey derive(String purpose) {
    return key(current).derive(purpose);
  }

  /** Seals with the current key, and opens what any of the keys sealed. */
  public Sealer sealer(String purpose, SecureRandom random) {
    var derived = new HashMap<Integer, DerivedKey>();
    keys.forEach((id, key) -> derived.put(id, key.derive(purpose)));
    return new Sealer(current, derived, random);
  }

  /** The id of the key that seals. */
  public int current() {
    return current;
  }

  /** Whether there are former keys. */
  public boolean isChanging() {
    return keys.size() > 1;
  }

  private MasterKey key(int id) {
    MasterKey key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException("no key " + id);
    }
    return key;
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
