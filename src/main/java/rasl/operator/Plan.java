package rasl.operator;

import java.util.Set;
import rasl.tenant.PlanFeature;
import rasl.tenant.PlanLimits;

/**
 * What operators sell.
 *
 * @param id 0 before it is stored
 */
record Plan(long id, String name, PlanLimits limits, Set<PlanFeature> lacking) {
  Plan {
    lacking = Set.copyOf(lacking);
  }
}
