package rasl.people;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rasl.http.Role;
import rasl.http.Scope;
import rasl.http.SignedIn;

/**
 * What a person is told about the session of the call.
 *
 * @param csrfToken to be sent with every change
 * @param tenants where the person works; one of them is named in each call
 */
record SessionView(
    PersonView person, SessionLine session, List<TenantView> tenants, String csrfToken) {

  /** A person. */
  record PersonView(long id, String name, String email, boolean operator, boolean oneTimeCodes) {
    static PersonView of(Person person) {
      return new PersonView(
          person.id(), person.name(), person.email(), person.operator(), person.wantsCodes());
    }
  }

  /** A tenant with what the person may do there. */
  record TenantView(long id, String name, long memberId, String role, List<String> scopes) {
    static TenantView of(Workplace place) {
      Role role = place.member().role();
      return new TenantView(
          place.tenant().value(),
          place.name(),
          place.member().id(),
          role.text(),
          role.scopes().stream().map(Scope::text).sorted().toList());
    }
  }

  /**
   * A session in a list.
   *
   * @param current whether the call came with it
   * @param endsAt when it ends where it is not used any more
   */
  record SessionLine(
      long id,
      boolean current,
      boolean secondFactor,
      String address,
      @Nullable String userAgent,
      Instant createdAt,
      Instant lastUsedAt,
      Instant endsAt) {
    static SessionLine of(Session session, SignedIn caller) {
      return new SessionLine(
          session.id(),
          session.id() == caller.sessionId(),
          session.secondFactor(),
          session.address(),
          session.userAgent(),
          session.createdAt(),
          session.usedAt(),
          session.endsAt());
    }
  }
}
