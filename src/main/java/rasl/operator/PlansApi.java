package rasl.operator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.audit.State;
import rasl.audit.Target;
import rasl.db.DatabaseException;
import rasl.http.Answer;
import rasl.http.Fields;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.refusal.Refusal;
import rasl.tenant.PlanFeature;
import rasl.tenant.PlanLimits;

/** {@code /api/v2/operator/plans}: what operators sell. */
final class PlansApi {
  private static final String PATH = "/api/v2/operator/plans";
  private static final String TITLE = "Plan";
  private static final int LONGEST = 255;
  private static final int MOST_CALLS = 1_000_000;
  private static final long MOST = 1L << 53;

  private final OperatorModule.Ground ground;
  private final OperatorStore store = new OperatorStore();

  PlansApi(OperatorModule.Ground ground) {
    this.ground = ground;
  }

  void addTo(Routes routes) {
    routes.addOperator("GET", PATH, this::list);
    routes.addOperator("POST", PATH, this::create);
    routes.addOperator("DELETE", PATH + "/{id}", this::delete);
  }

  private Answer list(Principal operator, Request request) {
    return Answer.ok(ground.db().inSystem(store::plans).stream().map(PlanView::of).toList());
  }

  private Answer create(Principal operator, Request request) {
    Plan plan = plan(request.fields());
    Actor actor = TenantChanges.actor(operator, request);
    return ground
        .db()
        .inSystem(
            tx -> {
              long id =
                  store
                      .insert(tx, plan, ground.clock().instant())
                      .orElseThrow(
                          () ->
                              Refusal.Invalid.field("name", "The name has already been taken.")
                                  .thrown());
              ground
                  .audit()
                  .audit()
                  .recordForInstallation(
                      tx,
                      actor,
                      "plan.created",
                      Target.of("plan", id),
                      State.none(),
                      State.of(Map.of("name", plan.name())));
              return Answer.created(
                  PlanView.of(new Plan(id, plan.name(), plan.limits(), plan.lacking())),
                  "Plan created successfully");
            });
  }

  private Answer delete(Principal operator, Request request) {
    long id = request.pathId("id", TITLE);
    Actor actor = TenantChanges.actor(operator, request);
    try {
      ground
          .db()
          .doInSystem(
              tx -> {
                if (!store.deletePlan(tx, id)) {
                  throw new Refusal.NotFound(TITLE).thrown();
                }
                ground
                    .audit()
                    .audit()
                    .recordForInstallation(
                        tx,
                        actor,
                        "plan.deleted",
                        Target.of("plan", id),
                        State.none(),
                        State.none());
              });
    } catch (DatabaseException e) {
      throw e.isForeignKeyViolation() ? inUse() : e;
    }
    return Answer.deleted("Plan deleted successfully");
  }

  private static RuntimeException inUse() {
    return Refusal.Invalid.field("id", "The plan cannot be deleted: tenants have it.").thrown();
  }

  private static Plan plan(Fields fields) {
    String name = fields.requiredText("name", LONGEST);
    var limits =
        new PlanLimits(
            limit(fields, "contacts"),
            limit(fields, "conversations"),
            limit(fields, "campaigns"),
            limit(fields, "staff"),
            calls(fields),
            limit(fields, "storage"),
            limit(fields, "webhooks"));
    Set<PlanFeature> lacking = lacking(fields);
    return fields.orRefuse(() -> new Plan(0, name, limits, lacking));
  }

  private static OptionalLong limit(Fields fields, String name) {
    Optional<Long> limit = fields.integer(name, -1, MOST);
    return limit.isPresent() ? OptionalLong.of(limit.get()) : OptionalLong.empty();
  }

  private static OptionalInt calls(Fields fields) {
    Optional<Long> calls = fields.integer("api_calls_per_minute", -1, MOST_CALLS);
    if (calls.filter(n -> n == 0).isPresent()) {
      fields.fault("api_calls_per_minute", "must be at least 1, or -1 for unlimited.");
    }
    return calls.isPresent() ? OptionalInt.of(calls.get().intValue()) : OptionalInt.empty();
  }

  private static Set<PlanFeature> lacking(Fields fields) {
    var lacking = new HashSet<PlanFeature>();
    List<String> texts = fields.texts("without", PlanFeature.values().length, LONGEST);
    for (int i = 0; i < texts.size(); i++) {
      Optional<PlanFeature> feature = PlanFeature.of(texts.get(i));
      if (feature.isPresent()) {
        lacking.add(feature.get());
      } else {
        fields.fault("without." + i, "There is no such feature.");
      }
    }
    return lacking;
  }

  /** A plan. Changing it changes the contract in api/openapi.yaml. */
  record PlanView(
      long id,
      String name,
      @Nullable Long contacts,
      @Nullable Long conversations,
      @Nullable Long campaigns,
      @Nullable Long staff,
      @Nullable Long apiCallsPerMinute,
      @Nullable Long storage,
      @Nullable Long webhooks,
      List<String> without) {

    static PlanView of(Plan plan) {
      PlanLimits limits = plan.limits();
      var without =
          new ArrayList<>(plan.lacking().stream().map(PlanFeature::text).sorted().toList());
      return new PlanView(
          plan.id(),
          plan.name(),
          boxed(limits.contacts()),
          boxed(limits.conversations()),
          boxed(limits.campaigns()),
          boxed(limits.staff()),
          limits.callsPerMinute().isPresent() ? (long) limits.callsPerMinute().getAsInt() : null,
          boxed(limits.storage()),
          boxed(limits.webhooks()),
          without);
    }

    private static @Nullable Long boxed(OptionalLong limit) {
      return limit.isPresent() ? limit.getAsLong() : null;
    }
  }
}
