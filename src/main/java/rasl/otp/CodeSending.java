package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Change;
import rasl.job.Lane;
import rasl.message.CodeText;
import rasl.message.Outcome;
import rasl.message.Sending;
import rasl.message.TemplateMessages;
import rasl.message.TemplateMessages.Found;
import rasl.message.TemplateValues;
import rasl.message.Wish;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;
import rasl.template.Template;

/** Sends codes (contract 3): the message, and with it the code that counts from then on. */
final class CodeSending {
  /** The body's variables that this server fills: code and minutes. */
  private static final int OWN_VARIABLES = 2;

  private final Db db;
  private final Sending sending;
  private final TemplateMessages templates;
  private final Keeping keeping;
  private final SendLog log;
  private final Clock clock;
  private final RandomGenerator random;

  CodeSending(
      Db db,
      Sending sending,
      TemplateMessages templates,
      Keeping keeping,
      SendLog log,
      Clock clock,
      RandomGenerator random) {
    this.db = db;
    this.sending = sending;
    this.templates = templates;
    this.keeping = keeping;
    this.log = log;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Sends a code.
   *
   * @param waits whether the caller waits for WhatsApp's answer
   * @throws RefusedException where it may not be sent, or WhatsApp refused it for good
   */
  Answer send(Change change, SendCode request, OtpSettings settings, boolean waits) {
    NewCode code = code(request, settings);
    Found.Usable found = usable(change.tenant(), request);
    Wish wish = wish(request, settings, found, code);
    var facts =
        new SendLog.Facts(
            found.template().name(),
            found.template().language(),
            code.createdAt(),
            code.expiresAt());
    var life = Duration.ofMinutes(request.expiryMinutes());
    Optional<String> warning = TemplateLife.warning(found.template(), life);
    return sending.send(change, wish, waits, outcome -> OtpView.sent(outcome, facts, warning));
  }

  /**
   * The wish to send a code that is only looked at.
   *
   * @throws RefusedException where the template cannot be used so
   */
  Wish toPreview(TenantId tenant, SendCode request, OtpSettings settings) {
    return wish(request, settings, usable(tenant, request), code(request, settings));
  }

  private NewCode code(SendCode request, OtpSettings settings) {
    Instant now = clock.instant();
    String text = request.code().orElseGet(() -> CodeText.random(random));
    Instant end = now.plus(Duration.ofMinutes(request.expiryMinutes()));
    return new NewCode(text, settings.guesses().perCode(), now, end);
  }

  private Wish wish(SendCode request, OtpSettings settings, Found.Usable found, NewCode code) {
    TemplateValues values = values(found, request, code);
    return Wish.of(request.phone(), templates.wording(found, values, Optional.empty()))
        .toContact(request.contactId())
        .in(Lane.CODE)
        .with(keeping.of(code, request.purpose(), request.endUserIp(), settings));
  }

  /** The answer to a repeat of a send whose answer was not kept. */
  Answer retold(TenantId tenant, String subject) {
    Outcome.Stored outcome = sending.retold(tenant, subject);
    SendLog.Facts facts =
        db.inTenant(tenant, tx -> log.find(tx, outcome.message().id()))
            .orElseThrow(() -> new Refusal.NotFound("Message").thrown());
    Optional<String> warning =
        templates.find(tenant, facts.templateName(), facts.language())
                instanceof Found.Usable(Template template, _)
            ? TemplateLife.warning(template, facts.life())
            : Optional.empty();
    return OtpView.sent(outcome, facts, warning);
  }

  private Found.Usable usable(TenantId tenant, SendCode request) {
    Found found = templates.find(tenant, request.templateName(), request.language());
    return switch (found instanceof Found.Usable usable ? usable.forCodes() : found) {
      case Found.Usable usable -> usable;
      case Found.Unusable unusable -> throw unusable.refusal().thrown();
    };
  }

  /** The code, the minutes where the body has a second variable, then the caller's own. */
  private TemplateValues values(Found.Usable found, SendCode request, NewCode code) {
    int variables = found.compiled().body().variables().size();
    int wanted = Math.max(0, variables - OWN_VARIABLES);
    if (request.additional().size() != wanted) {
      throw Refusal.Invalid.field(
              "additional_params",
              "The template "
                  + found.template().name()
                  + " takes "
                  + wanted
                  + " values beside the code"
                  + (variables < OWN_VARIABLES ? "." : " and the minutes."))
          .thrown();
    }
    var more = new ArrayList<String>();
    if (variables >= OWN_VARIABLES) {
      more.add(Integer.toString(request.expiryMinutes()));
      more.addAll(request.additional());
    }
    TemplateValues values = TemplateValues.ofCode(code.code(), more, code.expiresAt());
    refuse(templates.faults(found, values));
    return values;
  }

  /** The fields of a template send are other ones here. */
  private static void refuse(Map<String, String> faults) {
    if (faults.isEmpty()) {
      return;
    }
    Map<String, List<String>> errors = new LinkedHashMap<>();
    faults.forEach(
        (field, fault) -> {
          String number = field.startsWith("field_") ? field.substring("field_".length()) : "";
          int place = number.matches("[0-9]{1,3}") ? Integer.parseInt(number) - 1 : 0;
          errors.put(
              place < OWN_VARIABLES
                  ? "template_name"
                  : "additional_params." + (place - OWN_VARIABLES),
              List.of(fault));
        });
    throw new Refusal.Invalid(errors, Optional.empty()).thrown();
  }
}
