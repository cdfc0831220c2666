package rasl.account;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rasl.contact.ContactModule;
import rasl.conversation.Conversation;
import rasl.conversation.ConversationStore;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.tenant.Account;
import rasl.tenant.AccountStore;
import rasl.tenant.PlanFeature;
import rasl.tenant.TenantSettings;
import rasl.tenant.TenantStore;

/** {@code /api/v2/account}: what the account is, has used and may do (contract 2.7). */
final class AccountApi {
  private static final String PATH = "/api/v2/account";
  private static final int HUNDRED = 100;

  private final Db db;
  private final TenantStore tenants;
  private final AccountStore accounts;
  private final ContactModule contacts;
  private final ConversationStore conversations = new ConversationStore();
  private final Clock clock;

  AccountApi(
      Db db, TenantStore tenants, AccountStore accounts, ContactModule contacts, Clock clock) {
    this.db = db;
    this.tenants = tenants;
    this.accounts = accounts;
    this.contacts = contacts;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.ACCOUNT_READ, this::account);
    routes.add("GET", PATH + "/usage", Scope.ACCOUNT_READ, this::usage);
    routes.add("GET", PATH + "/limits", Scope.ACCOUNT_READ, this::limits);
  }

  private Answer account(Caller caller, Request request) {
    return Answer.ok(
        db.reading(
            caller.tenant(),
            tx -> AccountView.of(accounts.self(tx), tenants.settings(tx), clock.instant())),
        "Account information retrieved successfully");
  }

  private Answer usage(Caller caller, Request request) {
    return Answer.ok(
        db.reading(caller.tenant(), this::usage), "Usage statistics retrieved successfully");
  }

  /** How much of each limit the transaction's tenant uses. */
  Map<String, Usage> usage(TenantTx tx) {
    TenantSettings settings = tenants.settings(tx);
    Map<String, Usage> usage = new LinkedHashMap<>();
    usage.put("contacts", Usage.of(contacts.count(tx), settings.limits().contacts()));
    usage.put(
        "conversations",
        Usage.of(
            conversations.countOf(tx, Conversation.monthOf(clock.instant())),
            settings.limits().conversations()));
    // There are no campaigns yet.
    usage.put("campaigns", Usage.of(0, settings.limits().campaigns()));
    usage.put("staff", Usage.of(accounts.members(tx), settings.limits().staff()));
    return usage;
  }

  private Answer limits(Caller caller, Request request) {
    TenantSettings settings = db.reading(caller.tenant(), tenants::settings);
    long calls = caller.callsPerMinute().orElse(-1);
    return Answer.ok(
        Map.of("limits", limits(settings, calls), "features", features(settings)),
        "Plan limits retrieved successfully");
  }

  private static Map<String, Limit> limits(TenantSettings settings, long calls) {
    var plan = settings.limits();
    Map<String, Limit> limits = new LinkedHashMap<>();
    limits.put("contacts", Limit.of(plan.contacts(), "Total Contacts"));
    limits.put("conversations", Limit.of(plan.conversations(), "Conversations per Month"));
    limits.put("campaigns", Limit.of(plan.campaigns(), "Active Campaigns"));
    limits.put("staff", Limit.of(plan.staff(), "Team Members"));
    limits.put("api_calls_per_minute", Limit.of(OptionalLong.of(calls), "API Calls per Minute"));
    return limits;
  }

  private static Map<String, Boolean> features(TenantSettings settings) {
    Map<String, Boolean> features = new LinkedHashMap<>();
    for (PlanFeature feature : PlanFeature.values()) {
      if (feature == PlanFeature.CUSTOM_BRANDING) {
        features.put("api_access", true);
      }
      features.put(feature.text(), !settings.lacking().contains(feature));
    }
    return features;
  }

  /** The account itself. Changing it changes the contract in api/openapi.yaml. */
  record AccountView(
      long id,
      String name,
      String subdomain,
      String status,
      Instant createdAt,
      SubscriptionView subscription) {

    record SubscriptionView(
        String planName, @Nullable Long planId, String status, @Nullable Instant expiresAt) {}

    static AccountView of(Account account, TenantSettings settings, Instant now) {
      return new AccountView(
          account.id().value(),
          settings.title().orElse(account.subdomain()),
          account.subdomain(),
          account.status().text(),
          account.createdAt(),
          new SubscriptionView(
              account.subscription().planName().orElse("Free"),
              account.subscription().planId().orElse(null),
              account.subscription().statusAt(now),
              account.subscription().expiresAt().orElse(null)));
    }
  }

  /**
   * How much of a limit is used.
   *
   * @param limit -1 is unlimited, null is not configured
   */
  record Usage(
      long current,
      @Nullable Long limit,
      @Nullable Long remaining,
      BigDecimal percentageUsed,
      boolean isUnlimited) {

    static Usage of(long current, OptionalLong limit) {
      if (limit.isEmpty()) {
        return new Usage(current, null, null, percent(0, 1), false);
      }
      long most = limit.getAsLong();
      if (most < 0) {
        return new Usage(current, -1L, -1L, percent(0, 1), true);
      }
      return new Usage(current, most, Math.max(0, most - current), percent(current, most), false);
    }

    /** Of nothing, nothing is left. */
    private static BigDecimal percent(long current, long most) {
      if (most == 0 || current >= most) {
        return BigDecimal.valueOf(HUNDRED).setScale(2);
      }
      return BigDecimal.valueOf(current)
          .multiply(BigDecimal.valueOf(HUNDRED))
          .divide(BigDecimal.valueOf(most), 2, RoundingMode.HALF_UP);
    }
  }

  /**
   * A limit.
   *
   * @param limit -1 is unlimited, null is not configured
   */
  record Limit(@Nullable Long limit, String featureName, boolean isUnlimited) {
    static Limit of(OptionalLong limit, String name) {
      return new Limit(
          limit.isPresent() ? limit.getAsLong() : null,
          name,
          limit.isPresent() && limit.getAsLong() < 0);
    }
  }
}
