package rasl.operator;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.db.TenantId;
import rasl.http.Answer;
import rasl.http.Fields;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.tenant.Account;
import rasl.tenant.GivenSetting;
import rasl.tenant.SettingFaults;
import rasl.tenant.SettingsReader;
import rasl.tenant.SettingsText;
import rasl.tenant.TenantSettings;

/** {@code /api/v2/operator/tenants}: the tenants of the installation, without their records. */
final class TenantsApi {
  private static final String PATH = "/api/v2/operator/tenants";
  private static final String ONE = PATH + "/{id}";
  private static final String TITLE = "Tenant";
  private static final int LONGEST = 255;

  private final OperatorModule.Ground ground;
  private final TenantChanges changes;

  TenantsApi(OperatorModule.Ground ground, TenantChanges changes) {
    this.ground = ground;
    this.changes = changes;
  }

  void addTo(Routes routes) {
    routes.addOperator("GET", PATH, this::list);
    routes.addOperator("POST", PATH, this::create);
    routes.addOperator("GET", ONE, this::get);
    routes.addOperator("DELETE", ONE, this::delete);
    routes.addOperator("POST", ONE + "/suspend", this::suspend);
    routes.addOperator("POST", ONE + "/resume", this::resume);
    routes.addOperator("PUT", ONE + "/plan", this::assign);
  }

  private Answer list(Principal operator, Request request) {
    List<Account> all = ground.db().inSystem(ground.tenants().accounts()::list);
    return Answer.ok(all.stream().map(this::view).toList());
  }

  private Answer get(Principal operator, Request request) {
    return Answer.ok(view(changes.find(id(request))));
  }

  private Answer create(Principal operator, Request request) {
    Fields fields = request.fields();
    String subdomain = fields.requiredText("subdomain", LONGEST);
    Map<String, GivenSetting> given = new LinkedHashMap<>();
    for (String name : List.of(SettingsText.NAME, SettingsText.COUNTRY)) {
      fields.text(name, LONGEST).ifPresent(text -> given.put(name, new GivenSetting.Text(text)));
    }
    String valid = fields.orRefuse(() -> subdomain);
    var faults = new SettingFaults();
    TenantSettings settings =
        new SettingsReader(given, faults)
            .apply(TenantSettings.defaults("SA"), SettingsReader.References.NONE);
    faults.orRefuse();
    Account made = changes.create(Actor.operator(operator, request), valid, settings);
    return Answer.created(view(made), "Tenant created successfully");
  }

  private Answer suspend(Principal operator, Request request) {
    var actor = Actor.operator(operator, request);
    return Answer.ok(view(changes.suspend(actor, id(request))), "Tenant suspended successfully");
  }

  private Answer resume(Principal operator, Request request) {
    var actor = Actor.operator(operator, request);
    return Answer.ok(view(changes.resume(actor, id(request))), "Tenant resumed successfully");
  }

  private Answer delete(Principal operator, Request request) {
    TenantId id = id(request);
    Fields fields = request.fields();
    String subdomain = fields.requiredText("subdomain", LONGEST);
    String given = fields.orRefuse(() -> subdomain);
    var actor = Actor.operator(operator, request);
    return Answer.ok(view(changes.delete(actor, id, given)), "Tenant is being deleted");
  }

  private Answer assign(Principal operator, Request request) {
    TenantId id = id(request);
    Fields fields = request.fields();
    Optional<Long> plan = fields.id("plan_id");
    Optional<Instant> end = fields.text("expires_at", LONGEST).flatMap(text -> time(fields, text));
    Optional<Long> valid = fields.orRefuse(() -> plan);
    var actor = Actor.operator(operator, request);
    return Answer.ok(view(changes.assign(actor, id, valid, end)), "Plan assigned successfully");
  }

  private static Optional<Instant> time(Fields fields, String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      fields.fault("expires_at", "must be ISO 8601 with an offset, such as 2030-01-01T00:00:00Z.");
      return Optional.empty();
    }
  }

  private static TenantId id(Request request) {
    return new TenantId(request.pathId("id", TITLE));
  }

  /** One that is being deleted may have lost its settings already. */
  private TenantView view(Account account) {
    boolean whole = account.status() != Account.Status.DELETING;
    return new TenantView(
        account.id().value(),
        account.subdomain(),
        account.status().text(),
        account.createdAt(),
        account.subscription().planId().orElse(null),
        account.subscription().planName().orElse("Free"),
        account.subscription().statusAt(ground.clock().instant()),
        account.subscription().expiresAt().orElse(null),
        whole ? ground.db().reading(account.id(), ground.account()::usage) : null);
  }

  /**
   * A tenant. Changing it changes the contract in api/openapi.yaml.
   *
   * @param usage as the tenant sees it; null where it is being deleted
   */
  record TenantView(
      long id,
      String subdomain,
      String status,
      Instant createdAt,
      @Nullable Long planId,
      String planName,
      String planStatus,
      @Nullable Instant planExpiresAt,
      @Nullable Object usage) {}
}
