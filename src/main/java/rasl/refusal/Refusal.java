package rasl.refusal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every reason for which the server says no to a caller. The http room gives each one its status,
 * code and details (contract 1.2), in a switch without default: a new refusal does not compile
 * until it has an answer there.
 */
public sealed interface Refusal {

  /** Carries this refusal out of the room; the http room turns it into an answer. */
  default RefusedException thrown() {
    return new RefusedException(this);
  }

  /** No valid token or session: missing, malformed, unknown, expired or revoked. */
  record Unauthorized() implements Refusal {}

  /** What only people are refused, not programs. */
  sealed interface OfPeople extends Refusal {
    /** The e-mail names nobody, or the password or the code is wrong: not to be told apart. */
    record SignInFailed() implements OfPeople {}

    /** The password is right, and the person wants a one-time code beside it. */
    record SecondFactorRequired() implements OfPeople {}

    /** The session is too old for a change of how the person signs in. */
    record RecentSignInRequired() implements OfPeople {}

    /** Only owners make, change and remove owners. */
    record OwnersOnly() implements OfPeople {}

    /**
     * A call with a cookie that a page of another site may have made.
     *
     * @param message what it lacks
     */
    record CrossSite(String message) implements OfPeople {}

    /**
     * It cannot be done as things are.
     *
     * @param message why
     */
    record Conflict(String message) implements OfPeople {}
  }

  /**
   * A scope is lacking.
   *
   * @param required the scope
   * @param where what does not have it
   */
  record InsufficientScope(String required, Where where) implements Refusal {
    /** What gives a caller scopes. */
    public enum Where {
      TOKEN,
      /** Of a member. */
      ROLE,
      /** The caller is known, and does not operate the installation. */
      NO_OPERATOR
    }
  }

  /** The tenant is suspended: none of its programs and people may call. */
  record AccountSuspended() implements Refusal {}

  /** A limit of the tenant's plan is reached. */
  record FeatureLimitExceeded(String feature, long current, long maximum) implements Refusal {}

  /** The tenant's plan lacks a feature. */
  record FeatureNotAvailable(String feature) implements Refusal {}

  /** The contact does not want messages. */
  record ContactOptedOut(long contactId, boolean marketing) implements Refusal {
    /** Of all messages. */
    public ContactOptedOut(long contactId) {
      this(contactId, false);
    }
  }

  /**
   * Absent, or another tenant's: the two must not be told apart.
   *
   * @param what the kind of thing in words, such as "Source"; it begins the message
   */
  record NotFound(String what) implements Refusal {}

  /** The path exists, but not with this method. */
  record MethodNotAllowed(List<String> allowed) implements Refusal {
    public MethodNotAllowed {
      allowed = List.copyOf(allowed);
    }
  }

  /** A source or status that contacts, or the defaults for new contacts, still use. */
  record ResourceConflict(String message, long contactsCount) implements Refusal {}

  /**
   * A message that has left, or may have, and cannot be taken back.
   *
   * @param status where it is
   */
  record NotCancellable(String status) implements Refusal {}

  /** The idempotency key was used for another request, or its first request still runs. */
  record IdempotencyConflict(String message, Optional<Duration> retryAfter) implements Refusal {}

  /**
   * Body or parameters are wrong.
   *
   * @param errors field path to messages, in the order in which they were found
   * @param reason for a template that cannot be used: why, as contract 1.2 lists it
   */
  record Invalid(Map<String, List<String>> errors, Optional<String> reason) implements Refusal {

    /** A single fault of a single field. */
    public static Invalid field(String path, String message) {
      return new Invalid(Map.of(path, List.of(message)), Optional.empty());
    }
  }

  /** The body has a media type that the endpoint does not take. */
  record UnsupportedMediaType(String message) implements Refusal {}

  /**
   * The body, or a file in it, is larger than the endpoint takes.
   *
   * @param what "body" or "file"
   */
  record PayloadTooLarge(String what, long maxBytes) implements Refusal {
    public PayloadTooLarge(long maxBytes) {
      this("body", maxBytes);
    }
  }

  /** The tenant has no WhatsApp connection. */
  record WhatsAppNotConfigured() implements Refusal {}

  /** A free-form message outside the customer service window, where that is known for sure. */
  record ServiceWindowClosed(Optional<Instant> closedAt) implements Refusal {}

  /** Too many calls; {@code retryAfter} is when the next one may succeed. */
  record RateLimited(Duration retryAfter) implements Refusal {}

  /** WhatsApp refused the message for good. */
  record MessageSendFailed(int code, String title, String details) implements Refusal {}

  /** Why a one-time code does not verify, in the order in which it is found out. */
  sealed interface OneTimeCode extends Refusal {
    /** There is none for this phone and purpose. */
    record NotFound() implements OneTimeCode {}

    /** It is no longer valid. */
    record Expired() implements OneTimeCode {}

    /** It was guessed wrong as often as it may be. */
    record AttemptsExceeded() implements OneTimeCode {}

    /** It is another one. */
    record Wrong(int attemptsRemaining) implements OneTimeCode {}
  }

  /**
   * Not now: shutting down, or something that the call needs cannot be reached, or too much is
   * under way.
   *
   * @param retryAfter when the same call may succeed
   * @param reason why, where the caller can do something about it
   */
  record ServiceUnavailable(Duration retryAfter, Optional<Reason> reason) implements Refusal {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Shutting down, or something cannot be reached. */
    public ServiceUnavailable(Duration retryAfter) {
      this(retryAfter, Optional.empty());
    }

    /** Too much is under way, from this caller or at all; soon there may be room. */
    public static ServiceUnavailable busy() {
      return new ServiceUnavailable(SOON, Optional.of(Reason.BUSY));
    }

    /** The query was ended at its time limit; a narrower filter is quicker. */
    public static ServiceUnavailable queryTooSlow() {
      return new ServiceUnavailable(SOON, Optional.of(Reason.QUERY_TOO_SLOW));
    }

    /** Contract 1.2: what the caller can do something about. */
    public enum Reason {
      BUSY,
      QUERY_TOO_SLOW
    }
  }

  /**
   * What comes next is not kept any more.
   *
   * @param oldest the first position that is
   */
  record PositionGone(long oldest) implements Refusal {}

  /** Another call has taken events of this consumer, and has a while to work them off. */
  record EventsLeased(Duration retryAfter) implements Refusal {}

  /** It takes a word of WhatsApp's, and there is none at the moment. Nothing was changed. */
  record WhatsAppSilent(Duration retryAfter) implements Refusal {}
}
