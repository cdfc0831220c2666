package rasl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rasl.refusal.Refusal;
import rasl.tenant.DefaultAssignee;
import rasl.tenant.PlanFeature;
import rasl.tenant.TenantSettings;
import rasl.tenant.WindowPolicy;

/**
 * A tenant's settings as {@code ./rasl tenant} shows and takes them. Every value that is wrong is
 * named at once, and then none is changed.
 */
final class TenantSettingsText {
  static final String COUNTRY = "country";
  static final String DEFAULT_SOURCE = "default_source";
  static final String DEFAULT_STATUS = "default_status";
  static final String DEFAULT_ASSIGNEE = "default_assignee";
  static final String WINDOW_POLICY = "window_policy";
  static final String CONTACT_LIMIT = "contact_limit";
  static final String CONVERSATION_LIMIT = "conversation_limit";
  static final String STORAGE_LIMIT = "storage_limit";
  static final String PLAN_WITHOUT = "plan_without";

  static final List<String> NAMES =
      List.of(
          COUNTRY,
          DEFAULT_SOURCE,
          DEFAULT_STATUS,
          DEFAULT_ASSIGNEE,
          WINDOW_POLICY,
          CONTACT_LIMIT,
          CONVERSATION_LIMIT,
          STORAGE_LIMIT,
          PLAN_WITHOUT,
          ConsentWordsText.OPT_OUT_WORDS,
          ConsentWordsText.OPT_IN_WORDS,
          ConsentWordsText.OPT_OUT_REPLY,
          ConsentWordsText.OPT_IN_REPLY);

  static final String UNSET = "unset";
  private static final String NOTHING = "nothing";
  private static final String NOBODY = "nobody";
  private static final String UNLIMITED = "unlimited";
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  /** Finds the id of a source or status by its name, or by the id itself. */
  @FunctionalInterface
  interface Find {
    Optional<Long> id(String nameOrId);
  }

  static Map<String, String> show(TenantSettings settings) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(COUNTRY, settings.country());
    shown.put(DEFAULT_SOURCE, settings.defaultSource().map(String::valueOf).orElse(UNSET));
    shown.put(DEFAULT_STATUS, settings.defaultStatus().map(String::valueOf).orElse(UNSET));
    shown.put(DEFAULT_ASSIGNEE, show(settings.defaultAssignee()));
    shown.put(WINDOW_POLICY, settings.windowPolicy().text());
    shown.put(CONTACT_LIMIT, show(settings.contactLimit()));
    shown.put(CONVERSATION_LIMIT, show(settings.conversationLimit()));
    shown.put(STORAGE_LIMIT, show(settings.storageLimit()));
    shown.put(
        PLAN_WITHOUT,
        settings.lacking().isEmpty()
            ? NOTHING
            : settings.lacking().stream()
                .map(PlanFeature::text)
                .sorted()
                .collect(Collectors.joining(",")));
    shown.putAll(ConsentWordsText.show(settings.consentWords()));
    return shown;
  }

  private static String show(DefaultAssignee assignee) {
    return switch (assignee) {
      case DefaultAssignee.Unset() -> UNSET;
      case DefaultAssignee.Nobody() -> NOBODY;
      case DefaultAssignee.Member(var id) -> Long.toString(id);
    };
  }

  private static String show(OptionalLong limit) {
    if (limit.isEmpty()) {
      return UNSET;
    }
    return limit.getAsLong() < 0 ? UNLIMITED : Long.toString(limit.getAsLong());
  }

  /** Notes a fault in what was given. */
  void fault(String name, String words) {
    faults.computeIfAbsent(name, _ -> new ArrayList<>()).add(words);
  }

  /** Refuses with every fault that was noted. */
  void orRefuse() {
    if (!faults.isEmpty()) {
      throw new Refusal.Invalid(faults, Optional.empty()).thrown();
    }
  }

  /** The settings with what was given; what is wrong is noted, and left as it was. */
  TenantSettings apply(TenantSettings old, Map<String, String> raw, Find sources, Find statuses) {
    Map<String, String> given = new LinkedHashMap<>(raw);
    // What people write to take a setting away.
    given.replaceAll((_, value) -> value.isBlank() ? UNSET : value);
    return new TenantSettings(
        country(given.get(COUNTRY), old.country()),
        reference(given, DEFAULT_SOURCE, old.defaultSource(), sources),
        reference(given, DEFAULT_STATUS, old.defaultStatus(), statuses),
        assignee(given.get(DEFAULT_ASSIGNEE), old.defaultAssignee()),
        policy(given.get(WINDOW_POLICY), old.windowPolicy()),
        limit(given, CONTACT_LIMIT, old.contactLimit()),
        limit(given, CONVERSATION_LIMIT, old.conversationLimit()),
        limit(given, STORAGE_LIMIT, old.storageLimit()),
        lacking(given.get(PLAN_WITHOUT), old.lacking()),
        ConsentWordsText.apply(old.consentWords(), given, this));
  }

  private Set<PlanFeature> lacking(
      @org.jspecify.annotations.Nullable String given, Set<PlanFeature> old) {
    if (given == null) {
      return old;
    }
    var lacking = new HashSet<PlanFeature>();
    if (given.strip().equals(UNSET) || given.strip().equals(NOTHING)) {
      return lacking;
    }
    for (String name : given.split(",", -1)) {
      PlanFeature.of(name.strip())
          .ifPresentOrElse(
              lacking::add,
              () ->
                  fault(
                      PLAN_WITHOUT,
                      "There is no feature \""
                          + name.strip()
                          + "\". There are: "
                          + Stream.of(PlanFeature.values())
                              .map(PlanFeature::text)
                              .collect(Collectors.joining(", "))
                          + "; or give nothing."));
    }
    return lacking;
  }

  private String country(@org.jspecify.annotations.Nullable String given, String old) {
    if (given == null) {
      return old;
    }
    String code = given.strip().toUpperCase(Locale.ROOT);
    if (COUNTRIES.contains(code)) {
      return code;
    }
    fault(COUNTRY, "must be an ISO 3166 code of two letters, such as SA.");
    return old;
  }

  private Optional<Long> reference(
      Map<String, String> given, String name, Optional<Long> old, Find find) {
    String value = given.get(name);
    if (value == null) {
      return old;
    }
    if (value.strip().equals(UNSET)) {
      return Optional.empty();
    }
    Optional<Long> id = find.id(value.strip());
    if (id.isEmpty()) {
      fault(name, "There is none with the name or id \"" + value + "\"; or give unset.");
      return old;
    }
    return id;
  }

  private DefaultAssignee assignee(
      @org.jspecify.annotations.Nullable String given, DefaultAssignee old) {
    if (given == null) {
      return old;
    }
    return switch (given.strip()) {
      case UNSET -> new DefaultAssignee.Unset();
      case NOBODY -> new DefaultAssignee.Nobody();
      default -> {
        fault(DEFAULT_ASSIGNEE, "must be nobody or unset.");
        yield old;
      }
    };
  }

  private WindowPolicy policy(@org.jspecify.annotations.Nullable String given, WindowPolicy old) {
    if (given == null) {
      return old;
    }
    for (WindowPolicy policy : WindowPolicy.values()) {
      if (policy.text().equals(given.strip())) {
        return policy;
      }
    }
    fault(WINDOW_POLICY, "must be auto or passthrough.");
    return old;
  }

  private OptionalLong limit(Map<String, String> given, String name, OptionalLong old) {
    String value = given.get(name);
    if (value == null) {
      return old;
    }
    String text = value.strip();
    if (text.equals(UNSET)) {
      return OptionalLong.empty();
    }
    if (text.equals(UNLIMITED) || text.equals("-1")) {
      return OptionalLong.of(-1);
    }
    if (text.matches("[0-9]{1,15}")) {
      return OptionalLong.of(Long.parseLong(text));
    }
    fault(name, "must be a whole number, unlimited or unset.");
    return old;
  }
}
