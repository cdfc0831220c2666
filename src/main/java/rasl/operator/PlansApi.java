package rasl.operator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
import rasl.db.SystemTx;
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

  private static final String CALLS = "api_calls_per_minute";

  /** What a new plan begins with. */
  private static final Plan NOTHING = new Plan(0, "", PlanLimits.NONE, Set.of());

  private final OperatorModule.Ground ground;
  private final OperatorStore store = new OperatorStore();

  PlansApi(OperatorModule.Ground ground) {
    this.ground = ground;
  }

  void addTo(Routes routes) {
    routes.addOperator("GET", PATH, this::list);
    routes.addOperator("POST", PATH, this::create);
    routes.addOperator("PATCH", PATH + "/{id}", this::update);
    routes.addOperator("DELETE", PATH + "/{id}", this::delete);
  }

  private Answer list(Principal operator, Request request) {
    return Answer.ok(ground.db().inSystem(store::plans).stream().map(PlanView::of).toList());
  }

  private Answer create(Principal operator, Request request) {
    Plan plan = plan(request.fields(), NOTHING);
    Actor actor = Actor.operator(operator, request);
    return ground
        .db()
        .inSystem(
            tx -> {
              long id =
                  store.insert(tx, plan, ground.clock().instant()).orElseThrow(PlansApi::nameTaken);
              record(tx, actor, "plan.created", id, State.none(), state(plan));
              return Answer.created(
                  PlanView.of(new Plan(id, plan.name(), plan.limits(), plan.lacking())),
                  "Plan created successfully");
            });
  }

  /** Tenants that have it keep their limits until it is given to them again. */
  private Answer update(Principal operator, Request request) {
    long id = request.pathId("id", TITLE);
    Fields fields = request.fields();
    Actor actor = Actor.operator(operator, request);
    return ground
        .db()
        .inSystem(
            tx -> {
              Plan old =
                  store.lockPlan(tx, id).orElseThrow(() -> new Refusal.NotFound(TITLE).thrown());
              Plan plan = plan(fields, old);
              if (!store.update(tx, plan, ground.clock().instant())) {
                throw nameTaken();
              }
              record(tx, actor, "plan.updated", id, state(old), state(plan));
              return Answer.ok(PlanView.of(plan), "Plan updated successfully");
            });
  }

  private static RuntimeException nameTaken() {
    return Refusal.Invalid.field("name", "The name has already been taken.").thrown();
  }

  private void record(SystemTx tx, Actor actor, String action, long id, State before, State after) {
    ground
        .audit()
        .audit()
        .recordForInstallation(tx, actor, action, Target.of("plan", id), before, after);
  }

  private static State state(Plan plan) {
    PlanView view = PlanView.of(plan);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", view.name());
    fields.put("contacts", view.contacts());
    fields.put("conversations", view.conversations());
    fields.put("campaigns", view.campaigns());
    fields.put("staff", view.staff());
    fields.put("api_calls_per_minute", view.apiCallsPerMinute());
    fields.put("storage", view.storage());
    fields.put("webhooks", view.webhooks());
    fields.put("without", view.without());
    return State.of(fields);
  }

  private Answer delete(Principal operator, Request request) {
    long id = request.pathId("id", TITLE);
    Actor actor = Actor.operator(operator, request);
    try {
      ground
          .db()
          .doInSystem(
              tx -> {
                Plan last =
                    store.lockPlan(tx, id).orElseThrow(() -> new Refusal.NotFound(TITLE).thrown());
                var _ = store.deletePlan(tx, id);
                record(tx, actor, "plan.deleted", id, state(last), State.none());
              });
    } catch (DatabaseException e) {
      throw e.isForeignKeyViolation() ? inUse() : e;
    }
    return Answer.deleted("Plan deleted successfully");
  }

  private static RuntimeException inUse() {
    return Refusal.Invalid.field("id", "The plan cannot be deleted: tenants have it.").thrown();
  }

  /** What is not sent is as it was. */
  private static Plan plan(Fields fields, Plan old) {
    boolean named = old.equals(NOTHING) || fields.has("name");
    String name = named ? fields.requiredText("name", LONGEST) : old.name();
    PlanLimits was = old.limits();
    var limits =
        new PlanLimits(
            limit(fields, "contacts", was.contacts()),
            limit(fields, "conversations", was.conversations()),
            limit(fields, "campaigns", was.campaigns()),
            limit(fields, "staff", was.staff()),
            fields.has(CALLS) ? calls(fields) : was.callsPerMinute(),
            limit(fields, "storage", was.storage()),
            limit(fields, "webhooks", was.webhooks()));
    Set<PlanFeature> lacking = fields.has("without") ? lacking(fields) : old.lacking();
    return fields.orRefuse(() -> new Plan(old.id(), name, limits, lacking));
  }

  private static OptionalLong limit(Fields fields, String name, OptionalLong was) {
    if (!fields.has(name)) {
      return was;
    }
    Optional<Long> limit = fields.integer(name, -1, MOST);
    return limit.isPresent() ? OptionalLong.of(limit.get()) : OptionalLong.empty();
  }

  private static OptionalInt calls(Fields fields) {
    Optional<Long> calls = fields.integer(CALLS, -1, MOST_CALLS);
    if (calls.filter(n -> n == 0).isPresent()) {
      fields.fault(CALLS, "must be at least 1, or -1 for unlimited.");
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
