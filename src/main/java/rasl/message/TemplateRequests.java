package rasl.message;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.job.Lane;
import rasl.message.TemplateMessages.Found;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** Reads {@code POST /messages/template}: every fault at once, those of the values included. */
final class TemplateRequests {
  private final TemplateMessages templates;
  private final OneTimeCodes codes;
  private final Addressees addressees;

  TemplateRequests(TemplateMessages templates, OneTimeCodes codes, Addressees addressees) {
    this.templates = templates;
    this.codes = codes;
    this.addressees = addressees;
  }

  /**
   * The wish to send a template.
   *
   * @param lane of all but authentication templates, which go first
   * @throws RefusedException where anything is wrong with the request or the template
   */
  Wish read(TenantId tenant, Fields in, Lane lane) {
    Addressee addressee = addressees.read(tenant, in);
    SendTemplate request = SendTemplate.from(in);
    if (request.makesCode() && addressee.sendAt().isPresent()) {
      in.fault("send_at", "A code that is made now cannot be sent later.");
    }
    Found.@Nullable Usable found =
        switch (find(tenant, in, request)) {
          case Found.Usable usable -> usable;
          case Found.Unusable(var field, var message, var reason) -> {
            in.fault(field, message);
            throw refused(in, reason);
          }
          case null -> null;
        };
    if (found == null) {
      throw refused(in, Optional.empty());
    }
    TemplateValues values = request.with(in, found.slots());
    templates.faults(found, request.makesCode() ? withStandIn(values) : values).forEach(in::fault);
    return in.orRefuse(
        () -> {
          Wish wish = wish(tenant, addressee, request, found, values);
          return wish.in(found.template().isAuthentication() ? Lane.CODE : lane);
        });
  }

  /** Null where it is not known which one is meant, which is a fault that was noted. */
  private @Nullable Found find(TenantId tenant, Fields in, SendTemplate request) {
    if (!request.isNamed()) {
      return null;
    }
    Found found;
    try {
      found = templates.find(tenant, request.name(), request.language());
    } catch (RefusedException e) {
      // What is wrong with the request goes first.
      return in.orRefuse(
          () -> {
            throw e;
          });
    }
    return request.makesCode() && found instanceof Found.Usable usable ? usable.forCodes() : found;
  }

  private Wish wish(
      TenantId tenant,
      Addressee addressee,
      SendTemplate request,
      Found.Usable found,
      TemplateValues values) {
    if (!request.makesCode()) {
      return addressee.wish(templates.wording(found, values, addressee.sendAt()));
    }
    OneTimeCodes.Issued issued = codes.issue(tenant);
    TemplateValues whole = withCode(values, issued.code(), Optional.of(issued.expiresAt()));
    return addressee.wish(templates.wording(found, whole, Optional.empty())).with(issued.keeping());
  }

  /** So that the code that is not made yet is not missed. */
  private static TemplateValues withStandIn(TemplateValues values) {
    return withCode(values, "000000", Optional.empty());
  }

  private static TemplateValues withCode(
      TemplateValues values, String code, Optional<java.time.Instant> notAfter) {
    Map<String, String> texts = new HashMap<>(values.texts());
    texts.put(TemplateValues.field(values.codeField()), code);
    return new TemplateValues(texts, values.headerFile(), values.codeField(), notAfter);
  }

  /** All faults that were noted, with the reason that one of them has. */
  private static RefusedException refused(Fields in, Optional<String> reason) {
    try {
      return in.orRefuse(
          () -> {
            throw new IllegalStateException("no fault was noted");
          });
    } catch (RefusedException e) {
      return e.refusal() instanceof Refusal.Invalid(var errors, var _)
          ? new Refusal.Invalid(errors, reason).thrown()
          : e;
    }
  }
}
