package rasl.simulator;

import java.util.List;

/** Finds the business number that a control call means. */
record ControlAccounts(List<SimulatorAccount> all) {

  /** By {@code to}: the number's id or its digits; the first where none is named. */
  SimulatorAccount named(ControlFields body) {
    String to = body.text("to").orElse("").replaceFirst("^\\+", "");
    return find(to);
  }

  SimulatorAccount find(String to) {
    return all.stream()
        .filter(
            it ->
                to.isEmpty() || to.equals(it.phoneNumberId()) || to.equals(it.displayPhoneNumber()))
        .findFirst()
        .orElseThrow(() -> ControlRefusedException.wrong("'to' is no number of this simulator"));
  }

  /** The first number of a business account. */
  SimulatorAccount ofWaba(String wabaId) {
    return all.stream()
        .filter(it -> it.wabaId().equals(wabaId))
        .findFirst()
        .orElseThrow(() -> ControlRefusedException.wrong("no account has this template"));
  }
}
