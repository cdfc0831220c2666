package rasl.message.request;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.contact.Newcomer;
import rasl.db.TenantId;
import rasl.http.Fields;
import rasl.job.Lane;
import rasl.media.KeptFile;
import rasl.media.MediaFiles;
import rasl.media.OfferedFile;
import rasl.message.OneTimeCodes;
import rasl.message.TemplateMessages;
import rasl.message.TemplateMessages.Found;
import rasl.message.TemplateValues;
import rasl.message.Wish;
import rasl.message.Wording;
import rasl.message.accept.FiledWish;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/** Reads {@code POST /messages/template}: every fault at once, those of the values included. */
public final class TemplateRequests {
  private final TemplateMessages templates;
  private final OneTimeCodes codes;
  private final Addressees addressees;
  private final Links links;
  private final MediaFiles files;

  public TemplateRequests(
      TemplateMessages templates,
      OneTimeCodes codes,
      Addressees addressees,
      Links links,
      MediaFiles files) {
    this.links = links;
    this.files = files;
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
  FiledWish read(TenantId tenant, Fields in, Lane lane) {
    Addressee addressee = addressees.read(tenant, in).like(Newcomer.from(in));
    SendTemplate request = SendTemplate.from(tenant, in, links, files);
    try {
      Found.Usable found = found(tenant, in, addressee, request);
      return in.orRefuse(() -> filed(tenant, in, addressee, request, found, lane));
    } catch (RefusedException e) {
      request.file().ifPresent(files::drop);
      throw e;
    }
  }

  /**
   * The wish to send a template that is only looked at: no file is kept.
   *
   * @throws RefusedException where anything is wrong with the request or the template
   */
  Wish toPreview(TenantId tenant, Fields in) {
    Addressee addressee = addressees.read(tenant, in).like(Newcomer.from(in));
    SendTemplate request = SendTemplate.from(tenant, in, links, files);
    try {
      Found.Usable found = found(tenant, in, addressee, request);
      return in.orRefuse(
          () -> wish(tenant, addressee, request, found, request.with(in, found.slots())));
    } finally {
      request.file().ifPresent(files::drop);
    }
  }

  /** The template that is meant, its values checked: what is wrong with them is noted. */
  private Found.Usable found(
      TenantId tenant, Fields in, Addressee addressee, SendTemplate request) {
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
    request.noteSurplus(in, found);
    note(templates.faults(found, request.makesCode() ? withStandIn(values) : values), in);
    return found;
  }

  private FiledWish filed(
      TenantId tenant,
      Fields in,
      Addressee addressee,
      SendTemplate request,
      Found.Usable found,
      Lane lane) {
    TemplateValues values = request.with(in, found.slots());
    Lane its = found.template().isAuthentication() ? Lane.CODE : lane;
    return request
        .file()
        .map(file -> kept(tenant, addressee, found, values, file, its))
        .orElseGet(
            () -> FiledWish.without(wish(tenant, addressee, request, found, values).in(its)));
  }

  /** What was given wrongly is not missing. */
  private static void note(Map<String, String> faults, Fields in) {
    faults.forEach(
        (field, fault) -> {
          if (!in.isFaulty(field)) {
            in.fault(field, fault);
          }
        });
  }

  /** Files stand above templates that carry no one-time code. */
  private FiledWish kept(
      TenantId tenant,
      Addressee addressee,
      Found.Usable found,
      TemplateValues values,
      OfferedFile file,
      Lane lane) {
    KeptFile kept = files.keep(tenant, file);
    Wording wording = templates.wording(found, SendTemplate.with(values, kept), addressee.sendAt());
    return FiledWish.of(files, addressee.wish(wording).in(lane), kept);
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
