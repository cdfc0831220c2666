package rasl.tenant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tenant's settings by their names, as {@code ./rasl tenant} shows them. */
public final class SettingsText {
  public static final String NAME = "name";
  public static final String COUNTRY = "country";
  public static final String BARE_DIGITS = "bare_digits";
  public static final String TIME_ZONE = "time_zone";
  public static final String LANGUAGE = "language";
  public static final String DEFAULT_SOURCE = "default_source";
  public static final String DEFAULT_STATUS = "default_status";
  public static final String DEFAULT_ASSIGNEE = "default_assignee";
  public static final String WINDOW_POLICY = "window_policy";
  public static final String STOP_SCOPE = "stop_scope";
  public static final String OPT_OUT_WORDS = "opt_out_words";
  public static final String OPT_IN_WORDS = "opt_in_words";
  public static final String OPT_OUT_REPLY = "opt_out_reply";
  public static final String OPT_IN_REPLY = "opt_in_reply";
  static final String CONTACT_LIMIT = "contact_limit";
  static final String CONVERSATION_LIMIT = "conversation_limit";
  static final String CAMPAIGN_LIMIT = "campaign_limit";
  static final String STAFF_LIMIT = "staff_limit";
  static final String CALL_LIMIT = "api_calls_per_minute";
  static final String STORAGE_LIMIT = "storage_limit";
  static final String WEBHOOK_LIMIT = "webhook_limit";
  static final String PLAN_WITHOUT = "plan_without";

  /** What a tenant may change itself. */
  public static final List<String> OWN =
      List.of(
          NAME,
          COUNTRY,
          BARE_DIGITS,
          TIME_ZONE,
          LANGUAGE,
          DEFAULT_SOURCE,
          DEFAULT_STATUS,
          DEFAULT_ASSIGNEE,
          WINDOW_POLICY,
          STOP_SCOPE,
          OPT_OUT_WORDS,
          OPT_IN_WORDS,
          OPT_OUT_REPLY,
          OPT_IN_REPLY);

  /** What operators set beside a plan. */
  static final List<String> OF_PLAN =
      List.of(
          CONTACT_LIMIT,
          CONVERSATION_LIMIT,
          CAMPAIGN_LIMIT,
          STAFF_LIMIT,
          CALL_LIMIT,
          STORAGE_LIMIT,
          WEBHOOK_LIMIT,
          PLAN_WITHOUT);

  private static final String UNSET = "unset";

  private SettingsText() {}

  /** All names, in the order in which they are shown. */
  public static List<String> names() {
    return Stream.concat(OWN.stream(), OF_PLAN.stream()).toList();
  }

  /** Every setting as the command line takes it. */
  public static Map<String, String> show(TenantSettings settings) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(NAME, settings.title().orElse(UNSET));
    shown.put(COUNTRY, settings.country());
    shown.put(BARE_DIGITS, settings.bareDigits().text());
    shown.put(TIME_ZONE, settings.timeZone());
    shown.put(LANGUAGE, settings.language());
    shown.put(DEFAULT_SOURCE, settings.defaultSource().map(String::valueOf).orElse(UNSET));
    shown.put(DEFAULT_STATUS, settings.defaultStatus().map(String::valueOf).orElse(UNSET));
    shown.put(DEFAULT_ASSIGNEE, show(settings.defaultAssignee()));
    shown.put(WINDOW_POLICY, settings.windowPolicy().text());
    ConsentWords words = settings.consentWords();
    shown.put(STOP_SCOPE, words.scope().text());
    shown.put(OPT_OUT_WORDS, orNone(String.join(",", words.optOut())));
    shown.put(OPT_IN_WORDS, orNone(String.join(",", words.optIn())));
    shown.put(OPT_OUT_REPLY, orNone(words.optOutReply()).replace("\n", "\\n"));
    shown.put(OPT_IN_REPLY, orNone(words.optInReply()).replace("\n", "\\n"));
    shown.putAll(showPlan(settings));
    return shown;
  }

  private static Map<String, String> showPlan(TenantSettings settings) {
    PlanLimits limits = settings.limits();
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(CONTACT_LIMIT, show(limits.contacts()));
    shown.put(CONVERSATION_LIMIT, show(limits.conversations()));
    shown.put(CAMPAIGN_LIMIT, show(limits.campaigns()));
    shown.put(STAFF_LIMIT, show(limits.staff()));
    shown.put(
        CALL_LIMIT,
        show(
            limits.callsPerMinute().isPresent()
                ? OptionalLong.of(limits.callsPerMinute().getAsInt())
                : OptionalLong.empty()));
    shown.put(STORAGE_LIMIT, show(limits.storage()));
    shown.put(WEBHOOK_LIMIT, show(limits.webhooks()));
    shown.put(
        PLAN_WITHOUT,
        settings.lacking().isEmpty()
            ? "nothing"
            : settings.lacking().stream()
                .map(PlanFeature::text)
                .sorted()
                .collect(Collectors.joining(",")));
    return shown;
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "none" : text;
  }

  private static String show(DefaultAssignee assignee) {
    return switch (assignee) {
      case DefaultAssignee.Unset() -> UNSET;
      case DefaultAssignee.Nobody() -> "nobody";
      case DefaultAssignee.Member(var id) -> Long.toString(id);
    };
  }

  private static String show(OptionalLong limit) {
    if (limit.isEmpty()) {
      return UNSET;
    }
    return limit.getAsLong() < 0 ? "unlimited" : Long.toString(limit.getAsLong());
  }
}
