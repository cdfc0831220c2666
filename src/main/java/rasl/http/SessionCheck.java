package rasl.http;

import java.util.Optional;
import rasl.db.TenantId;

/** Tells whose session a cookie is. The people room implements it. */
public interface SessionCheck {
  /** A server without people: no cookie is anybody's. */
  SessionCheck NOBODY =
      new SessionCheck() {
        @Override
        public Optional<SignedIn> signedIn(String cookie) {
          return Optional.empty();
        }

        @Override
        public Optional<Caller> member(SignedIn person, TenantId tenant) {
          return Optional.empty();
        }
      };

  /**
   * The person of a valid session; empty for one that is malformed, unknown, expired or ended.
   *
   * @param cookie the cookie's value as the caller sent it
   */
  Optional<SignedIn> signedIn(String cookie);

  /**
   * The person as a member of a tenant; empty where there is no such active membership.
   *
   * @throws rasl.refusal.RefusedException account suspended, where the tenant is
   */
  Optional<Caller> member(SignedIn person, TenantId tenant);
}
