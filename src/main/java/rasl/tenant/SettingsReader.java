package rasl.tenant;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rasl.http.PlainText;

/**
 * The one reading of settings, for the command line and the API. What is wrong is noted, and left
 * as it was.
 */
public final class SettingsReader {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final int LONGEST_TITLE = 255;
  private static final int MOST_CALLS = 1_000_000;

  /** Finds what settings point to, by name or id. */
  public interface References {
    Optional<Long> source(String nameOrId);

    Optional<Long> status(String nameOrId);

    /** A member that can be assigned to, by id. */
    Optional<Long> member(String id);

    /** Where there is nothing to point to yet. */
    References NONE =
        new References() {
          @Override
          public Optional<Long> source(String nameOrId) {
            return Optional.empty();
          }

          @Override
          public Optional<Long> status(String nameOrId) {
            return Optional.empty();
          }

          @Override
          public Optional<Long> member(String id) {
            return Optional.empty();
          }
        };
  }

  private final Map<String, GivenSetting> given;
  private final SettingFaults faults;

  /**
   * @param given by the names of {@link SettingsText}
   */
  public SettingsReader(Map<String, GivenSetting> given, SettingFaults faults) {
    this.given = Map.copyOf(given);
    this.faults = faults;
  }

  /** The settings with what was given. */
  public TenantSettings apply(TenantSettings old, References references) {
    return old.with(
        draft -> {
          ofAccount(draft);
          ofNewContacts(draft, references);
          ofPlan(draft);
          return draft.consentWords(
              new ConsentWordsReader(given, faults).apply(old.consentWords()));
        });
  }

  private void ofAccount(TenantSettings.Draft draft) {
    TenantSettings defaults = TenantSettings.defaults("");
    take(SettingsText.NAME, value -> title(value).ifPresent(draft::title));
    take(SettingsText.COUNTRY, value -> country(value).ifPresent(draft::country));
    take(
        SettingsText.BARE_DIGITS,
        value -> bareDigits(value, defaults.bareDigits()).ifPresent(draft::bareDigits));
    take(
        SettingsText.TIME_ZONE,
        value -> timeZone(value, defaults.timeZone()).ifPresent(draft::timeZone));
    take(
        SettingsText.LANGUAGE,
        value -> language(value, defaults.language()).ifPresent(draft::language));
    take(
        SettingsText.WINDOW_POLICY,
        value -> policy(value, defaults.windowPolicy()).ifPresent(draft::windowPolicy));
  }

  private void ofNewContacts(TenantSettings.Draft draft, References references) {
    take(
        SettingsText.DEFAULT_SOURCE,
        value ->
            reference(SettingsText.DEFAULT_SOURCE, value, references::source)
                .ifPresent(draft::defaultSource));
    take(
        SettingsText.DEFAULT_STATUS,
        value ->
            reference(SettingsText.DEFAULT_STATUS, value, references::status)
                .ifPresent(draft::defaultStatus));
    take(
        SettingsText.DEFAULT_ASSIGNEE,
        value -> assignee(value, references).ifPresent(draft::defaultAssignee));
  }

  private void ofPlan(TenantSettings.Draft draft) {
    limit(SettingsText.CONTACT_LIMIT, n -> draft.limits(all -> all.withContacts(n)));
    limit(SettingsText.CONVERSATION_LIMIT, n -> draft.limits(all -> all.withConversations(n)));
    limit(SettingsText.CAMPAIGN_LIMIT, n -> draft.limits(all -> all.withCampaigns(n)));
    limit(SettingsText.STAFF_LIMIT, n -> draft.limits(all -> all.withStaff(n)));
    limit(SettingsText.STORAGE_LIMIT, n -> draft.limits(all -> all.withStorage(n)));
    limit(SettingsText.WEBHOOK_LIMIT, n -> draft.limits(all -> all.withWebhooks(n)));
    limit(
        SettingsText.CALL_LIMIT,
        n -> calls(n).ifPresent(calls -> draft.limits(all -> all.withCallsPerMinute(calls))));
    take(SettingsText.PLAN_WITHOUT, value -> lacking(value).ifPresent(draft::lacking));
  }

  private void take(String name, Consumer<GivenSetting> reading) {
    @Nullable GivenSetting value = given.get(name);
    if (value != null) {
      reading.accept(value);
    }
  }

  private Optional<Optional<String>> title(GivenSetting value) {
    if (!(value instanceof GivenSetting.Text(String text))) {
      return Optional.of(Optional.empty());
    }
    if (PlainText.length(text) > LONGEST_TITLE || PlainText.fault(text).isPresent()) {
      faults.fault(SettingsText.NAME, "must have at most " + LONGEST_TITLE + " characters.");
      return Optional.empty();
    }
    return Optional.of(Optional.of(text));
  }

  private Optional<String> country(GivenSetting value) {
    return text(value)
        .map(text -> text.toUpperCase(Locale.ROOT))
        .filter(COUNTRIES::contains)
        .or(
            () ->
                faulty(
                    SettingsText.COUNTRY, "must be an ISO 3166 code of two letters, such as SA."));
  }

  private Optional<BareDigits> bareDigits(GivenSetting value, BareDigits unset) {
    if (value instanceof GivenSetting.Unset) {
      return Optional.of(unset);
    }
    return Stream.of(BareDigits.values())
        .filter(choice -> text(value).filter(choice.text()::equals).isPresent())
        .findFirst()
        .or(() -> faulty(SettingsText.BARE_DIGITS, "must be auto or international."));
  }

  private Optional<String> timeZone(GivenSetting value, String unset) {
    if (value instanceof GivenSetting.Unset) {
      return Optional.of(unset);
    }
    return text(value)
        .filter(ZoneId.getAvailableZoneIds()::contains)
        .or(
            () ->
                faulty(
                    SettingsText.TIME_ZONE,
                    "must be a name of the IANA database, such as Asia/Riyadh."));
  }

  private Optional<String> language(GivenSetting value, String unset) {
    if (value instanceof GivenSetting.Unset) {
      return Optional.of(unset);
    }
    return text(value)
        .filter(text -> text.matches("[a-z]{2,3}([-_][A-Z]{2})?"))
        .or(() -> faulty(SettingsText.LANGUAGE, "must be a language tag, such as en or ar."));
  }

  private Optional<WindowPolicy> policy(GivenSetting value, WindowPolicy unset) {
    if (value instanceof GivenSetting.Unset) {
      return Optional.of(unset);
    }
    return Stream.of(WindowPolicy.values())
        .filter(policy -> text(value).filter(policy.text()::equals).isPresent())
        .findFirst()
        .or(() -> faulty(SettingsText.WINDOW_POLICY, "must be auto or passthrough."));
  }

  private Optional<Optional<Long>> reference(
      String name, GivenSetting value, java.util.function.Function<String, Optional<Long>> find) {
    if (value instanceof GivenSetting.Unset) {
      return Optional.of(Optional.empty());
    }
    Optional<Long> id = text(value).flatMap(find);
    return id.isPresent()
        ? Optional.of(id)
        : faulty(
            name,
            "There is none with the name or id \"" + text(value).orElse("") + "\"; or give unset.");
  }

  private Optional<DefaultAssignee> assignee(GivenSetting value, References references) {
    return switch (value) {
      case GivenSetting.Unset _ -> Optional.of(new DefaultAssignee.Unset());
      case GivenSetting.Text(String text) when text.equals("nobody") ->
          Optional.of(new DefaultAssignee.Nobody());
      case GivenSetting.Text(String text) when references.member(text).isPresent() ->
          references.member(text).map(DefaultAssignee.Member::new);
      default ->
          faulty(SettingsText.DEFAULT_ASSIGNEE, "must be nobody, the id of a member, or unset.");
    };
  }

  private void limit(String name, Consumer<OptionalLong> reading) {
    take(name, value -> limit(name, value).ifPresent(reading));
  }

  private Optional<OptionalLong> limit(String name, GivenSetting value) {
    if (value instanceof GivenSetting.Unset) {
      return Optional.of(OptionalLong.empty());
    }
    String text = text(value).orElse("");
    if (text.equals("unlimited") || text.equals("-1")) {
      return Optional.of(OptionalLong.of(-1));
    }
    return text.matches("[0-9]{1,15}")
        ? Optional.of(OptionalLong.of(Long.parseLong(text)))
        : faulty(name, "must be a whole number, unlimited or unset.");
  }

  private Optional<OptionalInt> calls(OptionalLong limit) {
    if (limit.isEmpty()) {
      return Optional.of(OptionalInt.empty());
    }
    long calls = limit.getAsLong();
    return calls == 0 || calls > MOST_CALLS
        ? faulty(SettingsText.CALL_LIMIT, "must be 1 to " + MOST_CALLS + ", unlimited or unset.")
        : Optional.of(OptionalInt.of((int) calls));
  }

  private Optional<Set<PlanFeature>> lacking(GivenSetting value) {
    List<String> names =
        switch (value) {
          case GivenSetting.Text(String text) -> List.of(text.split(",", -1));
          case GivenSetting.Texts(var texts) -> texts;
          case GivenSetting.Unset _, GivenSetting.Nothing _ -> List.of();
        };
    var lacking = new HashSet<PlanFeature>();
    for (String name : names) {
      Optional<PlanFeature> feature = PlanFeature.of(name.strip());
      if (feature.isEmpty()) {
        return faulty(SettingsText.PLAN_WITHOUT, noFeature(name.strip()));
      }
      lacking.add(feature.get());
    }
    return Optional.of(lacking);
  }

  private static String noFeature(String name) {
    return "There is no feature \""
        + name
        + "\". There are: "
        + Stream.of(PlanFeature.values()).map(PlanFeature::text).collect(Collectors.joining(", "))
        + "; or give nothing.";
  }

  private static Optional<String> text(GivenSetting value) {
    return value instanceof GivenSetting.Text(String text)
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  private <T> Optional<T> faulty(String name, String words) {
    faults.fault(name, words);
    return Optional.empty();
  }

  /** What people write on the command line. */
  public static Map<String, GivenSetting> fromCommandLine(Map<String, String> texts) {
    var given = new LinkedHashMap<String, GivenSetting>();
    texts.forEach((name, text) -> given.put(name, GivenSetting.fromCommandLine(text)));
    return given;
  }
}
