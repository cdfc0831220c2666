package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import rasl.crypto.Macs;
import rasl.db.TenantTx;
import rasl.event.EventLog;
import rasl.http.Answer;
import rasl.http.Outcome;
import rasl.refusal.Refusal;

/**
 * Judges guesses. A guess is counted as a wrong one before anybody looks at it, and the count is
 * taken back only where it is right: so guesses in parallel share the code's attempts, and of right
 * ones exactly one wins.
 */
final class Verification {
  /** New codes may come in just when a guess is looked at, but not for ever. */
  private static final int MOST_LOOKS = 5;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Phones phones;
  private final OtpLimits limits;
  private final OtpStore codes;
  private final SendLog log;
  private final CodeMacs macs;
  private final EventLog events;
  private final Clock clock;

  Verification(
      Phones phones,
      OtpLimits limits,
      OtpStore codes,
      SendLog log,
      CodeMacs macs,
      EventLog events,
      Clock clock) {
    this.phones = phones;
    this.limits = limits;
    this.codes = codes;
    this.log = log;
    this.macs = macs;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Judges one guess in someone's transaction, which must commit whatever the outcome is.
   *
   * @param requestId for the event
   */
  Outcome verify(TenantTx tx, VerifyCode request, OtpSettings settings, String requestId) {
    // The database keeps no more: both must judge the same moment.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var owner = new CodeOwner(phones.of(tx, request.phone()), request.purpose());
    Optional<Refusal> tooOften =
        limits.verifyCall(tx, owner.phone(), request.endUserIp(), settings, now);
    if (tooOften.isPresent()) {
      return new Outcome.Refused(tooOften.get());
    }
    int budget = settings.guesses().wrongADay();
    for (int i = 0; i < MOST_LOOKS; i++) {
      Optional<OtpStore.Guess> guess = codes.takeGuess(tx, owner, budget, now);
      if (guess.isPresent()) {
        return judge(tx, owner, guess.get(), request.code(), now, requestId);
      }
      Optional<Refusal> why = refusal(codes.current(tx, owner, budget, now), now);
      if (why.isPresent()) {
        return new Outcome.Refused(why.get());
      }
      // A new code came in between the two statements: the guess is for that one.
    }
    return new Outcome.Refused(new Refusal.RateLimited(SOON));
  }

  private Outcome judge(
      TenantTx tx,
      CodeOwner owner,
      OtpStore.Guess guess,
      String code,
      Instant now,
      String requestId) {
    byte[] mac = macs.of(tx.tenant(), owner, guess.id(), code);
    if (!Macs.constantTimeEquals(mac, guess.mac())) {
      return new Outcome.RefusedForGood(
          new Refusal.OneTimeCode.Wrong(guess.maxAttempts() - guess.attempts()));
    }
    codes.endVerified(tx, owner, guess.id());
    limits.verified(tx, owner.phone());
    Optional<String> country = log.verified(tx, guess.id(), now);
    events.record(
        tx, OtpEvents.verified(guess.id(), owner, country, guess.createdAt(), now), requestId);
    return new Outcome.Done(
        Answer.ok(new OtpView.Verified(owner.phone().digits(), owner.purpose(), now)));
  }

  /** In the contract's order; the day's budget comes before the code is looked at. */
  private static Optional<Refusal> refusal(Optional<OtpStore.Current> current, Instant now) {
    if (current.isEmpty()) {
      return Optional.of(new Refusal.OneTimeCode.NotFound());
    }
    OtpStore.Current code = current.get();
    if (code.isExpired(now)) {
      return Optional.of(new Refusal.OneTimeCode.Expired());
    }
    if (code.isUsedUp()) {
      return Optional.of(new Refusal.OneTimeCode.AttemptsExceeded());
    }
    return code.budgetFreeAt().map(at -> new Refusal.RateLimited(Duration.between(now, at)));
  }
}
