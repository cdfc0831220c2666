package rasl.otp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import rasl.contact.Phone;
import rasl.contact.PhoneReader;
import rasl.contact.WrittenPhone;
import rasl.job.Lane;
import rasl.message.Outcome;
import rasl.message.Sending;
import rasl.message.TemplateMessages;
import rasl.message.TemplateMessages.Found;
import rasl.message.TemplateValues;
import rasl.message.Wish;
import rasl.people.CodeMessenger;
import rasl.tenant.PhoneRules;

/** Codes for people of this server, as messages of the account that the operator named. */
final class CodesToPeople implements CodeMessenger {
  /** Numbers are written with their country code, so no country's rules are asked for. */
  private static final PhoneRules RULES = PhoneRules.of("SA");

  private final Sending sending;
  private final TemplateMessages templates;
  private final PhoneReader phones;
  private final Clock clock;

  CodesToPeople(Sending sending, TemplateMessages templates, PhoneReader phones, Clock clock) {
    this.sending = sending;
    this.templates = templates;
    this.phones = phones;
    this.clock = clock;
  }

  @Override
  public Optional<String> digits(String phone) {
    String plain = PhoneReader.plain(phone).strip();
    return plain.startsWith("+") || plain.startsWith("00")
        ? read(plain).reading().map(Phone::digits)
        : Optional.empty();
  }

  private WrittenPhone read(String phone) {
    return phones.read(phone, RULES);
  }

  @Override
  public void send(From from, String digits, String code, Duration good) {
    Found found = templates.find(from.account(), from.template(), from.language());
    Found.Usable usable =
        switch (found instanceof Found.Usable one ? one.forCodes() : found) {
          case Found.Usable one -> one;
          case Found.Unusable unusable -> throw unusable.refusal().thrown();
        };
    Instant end = clock.instant().plus(good);
    boolean asksForMinutes = usable.compiled().body().variables().size() > 1;
    List<String> minutes = asksForMinutes ? List.of(Long.toString(good.toMinutes())) : List.of();
    TemplateValues values = TemplateValues.ofCode(code, minutes, end);
    Wish wish =
        Wish.of(read("+" + digits), templates.wording(usable, values, Optional.empty()))
            .in(Lane.CODE);
    if (sending.send(from.account(), null, wish, false) instanceof Outcome.Refused(var refusal)) {
      throw refusal.thrown();
    }
  }
}
