package rasl.db;

/** Names a tenant. It comes from the caller's token, never from a request. */
public record TenantId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
