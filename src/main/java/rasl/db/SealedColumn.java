package rasl.db;

import java.util.List;
import java.util.function.Function;
import rasl.crypto.Sealer;

/**
 * A column with encrypted values that may outlive a key, so that they can be re-encrypted.
 *
 * @param table whose rows are found by {@code key}; where it has a {@code tenant_id}, that is first
 * @param context what the secret is bound to, from the key's values as text
 */
public record SealedColumn(
    String table,
    List<String> key,
    String column,
    Sealer sealer,
    Function<List<String>, byte[]> context) {
  public SealedColumn {
    key = List.copyOf(key);
  }

  /** Whether it is a table of tenants, open to one of them at a time. */
  public boolean isOfTenants() {
    return key.getFirst().equals("tenant_id");
  }
}
