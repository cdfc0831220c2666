package rasl.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.tenant.TenantSettings;

/** The sandbox is made once; what people change in it stays changed. */
class SandboxTest {

  @Test
  void anotherStartLeavesDefaultsAndConnectionAsPeopleChoseThem() {
    try (var app = TestApp.start()) {
      app.set(
          "sandbox",
          Map.of(
              "default_source", "unset", "default_status", "unset", "default_assignee", "unset"));
      app.set(
          "sandbox", Map.of("whatsapp.phone_number_id", "424242", "whatsapp.access_token", "mine"));
      TenantSettings chosen = app.settings(app.sandboxTenant());
      assertThat(chosen.defaultSource()).isEmpty();
      try (var again = app.startAnotherNode(Map.of())) {
        assertThat(again.settings(again.sandboxTenant())).isEqualTo(chosen);
        String number =
            app.db()
                .inTenant(
                    app.sandboxTenant(),
                    tx ->
                        tx.first(
                                "select phone_number_id from whatsapp_connection",
                                row -> row.getString("phone_number_id"))
                            .orElseThrow());
        assertThat(number).isEqualTo("424242");
      }
    }
  }
}
