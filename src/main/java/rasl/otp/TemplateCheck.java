package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.template.TemplateStore;

/** Looks for templates whose messages can arrive after the codes in them have expired. */
final class TemplateCheck {
  /** Where no code was sent yet, a code of the usual life is assumed. */
  private static final Duration USUAL_LIFE = Duration.ofMinutes(10);

  private static final Duration LATELY = Duration.ofDays(30);

  private final TemplateStore templates;
  private final SendLog log;
  private final Clock clock;

  TemplateCheck(TemplateStore templates, SendLog log, Clock clock) {
    this.templates = templates;
    this.log = log;
    this.clock = clock;
  }

  List<String> of(Db db, TenantId tenant) {
    return db.inTenant(tenant, this::of);
  }

  private record Key(String name, String language) {}

  private List<String> of(TenantTx tx) {
    Map<Key, Duration> lives =
        log.shortestLives(tx, clock.instant().minus(LATELY)).stream()
            .collect(
                Collectors.toMap(
                    facts -> new Key(facts.templateName(), facts.language()), SendLog.Facts::life));
    return templates.forCodes(tx).stream()
        .flatMap(
            template ->
                TemplateLife.warning(
                    template,
                    lives.getOrDefault(new Key(template.name(), template.language()), USUAL_LIFE))
                    .stream())
        .toList();
  }
}
