package rasl.tenant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import rasl.refusal.Refusal;

/** What is wrong with settings that were given: all of it is told at once, and none is changed. */
public final class SettingFaults {
  private final Map<String, List<String>> faults = new LinkedHashMap<>();

  /** Notes a fault. */
  public void fault(String name, String words) {
    faults.computeIfAbsent(name, _ -> new ArrayList<>()).add(words);
  }

  /** Refuses with every fault that was noted. */
  public void orRefuse() {
    if (!faults.isEmpty()) {
      throw new Refusal.Invalid(faults, Optional.empty()).thrown();
    }
  }
}
