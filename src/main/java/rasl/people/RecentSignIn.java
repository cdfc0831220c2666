package rasl.people;

import java.time.Clock;
import java.time.Duration;
import rasl.http.SignedIn;
import rasl.refusal.Refusal;

/**
 * Whether a session is young enough to change how its person signs in: an older one may be in other
 * hands.
 */
record RecentSignIn(Clock clock) {
  private static final Duration RECENT = Duration.ofMinutes(15);

  /** Refuses where it is not. */
  void orRefuse(SignedIn person) {
    if (clock.instant().isAfter(person.signedInAt().plus(RECENT))) {
      throw new Refusal.OfPeople.RecentSignInRequired().thrown();
    }
  }
}
