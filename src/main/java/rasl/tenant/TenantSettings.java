package rasl.tenant;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a tenant has chosen, and what its plan allows.
 *
 * @param title what people call the account; empty: as its subdomain
 * @param country ISO 3166 code, upper case: how national phone numbers are read
 * @param timeZone an id of the IANA database
 * @param language a language tag, such as {@code en}
 * @param limits of the plan
 * @param lacking what the plan does not include
 * @param bareDigits how phone numbers without any prefix are read
 */
public record TenantSettings(
    Optional<String> title,
    String country,
    String timeZone,
    String language,
    Optional<Long> defaultSource,
    Optional<Long> defaultStatus,
    DefaultAssignee defaultAssignee,
    WindowPolicy windowPolicy,
    PlanLimits limits,
    Set<PlanFeature> lacking,
    ConsentWords consentWords,
    BareDigits bareDigits) {

  public TenantSettings {
    lacking = Set.copyOf(lacking);
  }

  /** What a tenant starts with. */
  public static TenantSettings defaults(String country) {
    return new TenantSettings(
        Optional.empty(),
        country,
        "UTC",
        "en",
        Optional.empty(),
        Optional.empty(),
        new DefaultAssignee.Unset(),
        WindowPolicy.AUTO,
        PlanLimits.NONE,
        Set.of(),
        ConsentWords.DEFAULT,
        BareDigits.AUTO);
  }

  /** The same with some of them changed, such as {@code with(draft -> draft.country("SA"))}. */
  public TenantSettings with(UnaryOperator<Draft> change) {
    return change.apply(new Draft(this)).settings();
  }

  /** How phone numbers are read. */
  public PhoneRules phones() {
    return new PhoneRules(country, bareDigits);
  }

  public OptionalLong contactLimit() {
    return limits.contacts();
  }

  public OptionalLong conversationLimit() {
    return limits.conversations();
  }

  public OptionalLong storageLimit() {
    return limits.storage();
  }

  /** The contact limit where one is enforced. */
  public OptionalLong enforcedContactLimit() {
    return PlanLimits.enforced(limits.contacts());
  }

  /** The conversation limit where one is enforced. */
  public OptionalLong enforcedConversationLimit() {
    return PlanLimits.enforced(limits.conversations());
  }

  /** The limit of bytes of files where one is enforced. */
  public OptionalLong enforcedStorageLimit() {
    return PlanLimits.enforced(limits.storage());
  }

  /** The limit of webhook endpoints where one is enforced. */
  public OptionalLong enforcedWebhookLimit() {
    return PlanLimits.enforced(limits.webhooks());
  }

  /** The limit of members where one is enforced. */
  public OptionalLong enforcedStaffLimit() {
    return PlanLimits.enforced(limits.staff());
  }

  /** Settings that are being changed; for one thread. A new setting stands here and above. */
  public static final class Draft {
    private Optional<String> title;
    private String country;
    private String timeZone;
    private String language;
    private Optional<Long> defaultSource;
    private Optional<Long> defaultStatus;
    private DefaultAssignee defaultAssignee;
    private WindowPolicy windowPolicy;
    private PlanLimits limits;
    private Set<PlanFeature> lacking;
    private ConsentWords consentWords;
    private BareDigits bareDigits;

    private Draft(TenantSettings old) {
      title = old.title;
      country = old.country;
      timeZone = old.timeZone;
      language = old.language;
      defaultSource = old.defaultSource;
      defaultStatus = old.defaultStatus;
      defaultAssignee = old.defaultAssignee;
      windowPolicy = old.windowPolicy;
      limits = old.limits;
      lacking = old.lacking;
      consentWords = old.consentWords;
      bareDigits = old.bareDigits;
    }

    private TenantSettings settings() {
      return new TenantSettings(
          title,
          country,
          timeZone,
          language,
          defaultSource,
          defaultStatus,
          defaultAssignee,
          windowPolicy,
          limits,
          lacking,
          consentWords,
          bareDigits);
    }

    public Draft title(Optional<String> value) {
      title = value;
      return this;
    }

    public Draft country(String value) {
      country = value;
      return this;
    }

    public Draft timeZone(String value) {
      timeZone = value;
      return this;
    }

    public Draft language(String value) {
      language = value;
      return this;
    }

    public Draft defaultSource(Optional<Long> value) {
      defaultSource = value;
      return this;
    }

    public Draft defaultStatus(Optional<Long> value) {
      defaultStatus = value;
      return this;
    }

    public Draft defaultAssignee(DefaultAssignee value) {
      defaultAssignee = value;
      return this;
    }

    public Draft windowPolicy(WindowPolicy value) {
      windowPolicy = value;
      return this;
    }

    public Draft limits(UnaryOperator<PlanLimits> change) {
      limits = change.apply(limits);
      return this;
    }

    public Draft lacking(Set<PlanFeature> value) {
      lacking = Set.copyOf(value);
      return this;
    }

    public Draft bareDigits(BareDigits value) {
      bareDigits = value;
      return this;
    }

    public Draft consentWords(ConsentWords value) {
      consentWords = value;
      return this;
    }
  }
}
