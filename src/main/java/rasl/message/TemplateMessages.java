package rasl.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.db.Db;
import rasl.db.TenantId;
import rasl.db.TenantTx;
import rasl.message.request.TemplateSlot;
import rasl.message.request.TemplateWording;
import rasl.refusal.Refusal;
import rasl.template.Compiled;
import rasl.template.Template;
import rasl.template.TemplateStore;
import rasl.whatsapp.connection.ConnectionStore;

/** Finds the template that a send means, and puts its values into it, before anything leaves. */
public final class TemplateMessages {
  /** How long WhatsApp takes a code for valid where the template does not say. */
  private static final Duration USUAL_CODE_LIFE = Duration.ofMinutes(10);

  private final Db db;
  private final TemplateStore store;
  private final ConnectionStore connections;
  private final Clock clock;

  TemplateMessages(Db db, TemplateStore store, ConnectionStore connections, Clock clock) {
    this.db = db;
    this.store = store;
    this.connections = connections;
    this.clock = clock;
  }

  /** What a name and a language lead to. */
  public sealed interface Found {
    /** A template that can be sent. */
    record Usable(Template template, Compiled compiled) implements Found {
      /** Its text parameters. */
      public List<TemplateSlot> slots() {
        return TemplateSlot.of(compiled, template.isAuthentication());
      }

      /** The same, or why not where only templates that carry one-time codes will do. */
      public Found forCodes() {
        return template.isAuthentication()
            ? this
            : new Unusable(
                "template_name",
                "The template "
                    + template.name()
                    + " is of category "
                    + template.category()
                    + "; one-time codes go only by AUTHENTICATION templates.",
                Optional.of("template_wrong_category"));
      }
    }

    /**
     * None that can be sent.
     *
     * @param field which of {@code template_name} and {@code language} is to blame
     * @param reason as contract 1.2 lists it
     */
    record Unusable(String field, String message, Optional<String> reason) implements Found {
      /** The refusal of a request that is wrong in nothing else. */
      public Refusal.Invalid refusal() {
        return new Refusal.Invalid(Map.of(field, List.of(message)), reason);
      }
    }
  }

  /**
   * Finds the template in exactly this language.
   *
   * @throws rasl.refusal.RefusedException where there is none, and no connection to pull it through
   */
  public Found find(TenantId tenant, String name, String language) {
    return db.inTenant(tenant, tx -> find(tx, name, language));
  }

  /** As {@link #find(TenantId, String, String)}, within a transaction. */
  public Found find(TenantTx tx, String name, String language) {
    return store
        .find(tx, name, language)
        .map(TemplateMessages::judge)
        .orElseGet(() -> notFound(tx, name, language));
  }

  private Found notFound(TenantTx tx, String name, String language) {
    if (connections.find(tx).isEmpty()) {
      throw new Refusal.WhatsAppNotConfigured().thrown();
    }
    return notFound(name, language, store.languages(tx, name));
  }

  private static Found judge(Template template) {
    if (!template.status().equals("APPROVED")) {
      return new Found.Unusable(
          "template_name",
          "The template "
              + template.name()
              + " cannot be sent: its status at WhatsApp is "
              + template.status()
              + (template.rejectedReason() == null ? "" : " (" + template.rejectedReason() + ")")
              + ".",
          Optional.of("template_not_approved"));
    }
    Compiled compiled = template.compiled();
    return compiled.unsendable().isEmpty()
        ? new Found.Usable(template, compiled)
        : new Found.Unusable(
            "template_name",
            "The template "
                + template.name()
                + " has "
                + String.join(" and ", compiled.unsendable())
                + ", which cannot be sent with this API.",
            Optional.empty());
  }

  private static Found notFound(String name, String language, List<String> languages) {
    Optional<String> reason = Optional.of("template_not_found");
    return languages.isEmpty()
        ? new Found.Unusable(
            "template_name",
            "There is no template of this name. A new one is known after POST"
                + " /api/v2/templates/sync.",
            reason)
        : new Found.Unusable(
            "language",
            "The template "
                + name
                + " does not exist in "
                + language
                + ", but in "
                + String.join(", ", languages)
                + ".",
            reason);
  }

  /** Every parameter that is missing or wrong: the request's field and a sentence. */
  public Map<String, String> faults(Found.Usable found, TemplateValues values) {
    return wording(found, values, clock.instant()).faults();
  }

  /**
   * The message, where {@link #faults} finds none.
   *
   * @param leaves when it is to leave: what it carries is valid from then on
   */
  public Wording wording(Found.Usable found, TemplateValues values, Optional<Instant> leaves) {
    return wording(found, values, leaves.orElseGet(clock::instant));
  }

  private static TemplateWording wording(
      Found.Usable found, TemplateValues values, Instant leaves) {
    Integer minutes = found.compiled().codeMinutes();
    Duration life = minutes == null ? USUAL_CODE_LIFE : Duration.ofMinutes(minutes);
    return new TemplateWording(
        found.template(),
        found.compiled(),
        values,
        values.codeNotAfter().orElse(leaves.plus(life)));
  }
}
