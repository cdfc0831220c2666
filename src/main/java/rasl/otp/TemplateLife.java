package rasl.otp;

import java.time.Duration;
import java.util.Optional;
import rasl.template.Template;

/**
 * How long WhatsApp goes on trying to deliver a template's messages. That belongs to the template
 * ({@code message_send_ttl_seconds}), so a message can outlive its code.
 */
final class TemplateLife {
  /** Of authentication templates that say nothing. */
  private static final Duration USUAL = Duration.ofMinutes(10);

  /** Meta's meaning of -1. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private TemplateLife() {}

  static Duration of(Template template) {
    Integer seconds = template.ttlSeconds();
    if (seconds == null) {
      return USUAL;
    }
    return seconds < 0 ? LONGEST : Duration.ofSeconds(seconds);
  }

  /** What to say where messages of the template can arrive after their codes have expired. */
  static Optional<String> warning(Template template, Duration codeLife) {
    Duration life = of(template);
    return life.compareTo(codeLife) <= 0
        ? Optional.empty()
        : Optional.of(
            "WhatsApp may deliver "
                + template.name()
                + " ("
                + template.language()
                + ") for "
                + words(life)
                + ", but the code expires after "
                + words(codeLife)
                + ": set the template's message_send_ttl_seconds to "
                + codeLife.toSeconds()
                + " or less.");
  }

  private static String words(Duration time) {
    return time.toSeconds() % 60 == 0
        ? time.toMinutes() + (time.toMinutes() == 1 ? " minute" : " minutes")
        : time.toSeconds() + " seconds";
  }
}
