package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import rasl.db.TenantId;
import rasl.message.CodeText;
import rasl.message.OneTimeCodes;

/** The codes of templates that are sent with {@code auto_generate_otp} (contract 3). */
final class AutoCodes implements OneTimeCodes {
  private static final Duration LIFE = Duration.ofMinutes(10);

  private final TenantChoices choices;
  private final Keeping keeping;
  private final Clock clock;
  private final RandomGenerator random;

  AutoCodes(TenantChoices choices, Keeping keeping, Clock clock, RandomGenerator random) {
    this.choices = choices;
    this.keeping = keeping;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Issued issue(TenantId tenant) {
    OtpSettings settings = choices.of(tenant).toSend().otp();
    Instant now = clock.instant();
    var code =
        new NewCode(CodeText.random(random), settings.guesses().perCode(), now, now.plus(LIFE));
    return new Issued(
        code.code(),
        code.expiresAt(),
        keeping.of(code, CodeOwner.USUAL_PURPOSE, Optional.empty(), settings));
  }
}
