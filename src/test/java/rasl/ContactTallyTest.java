package rasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import rasl.testkit.Api;

/** The tally of contacts says what there is, by whatever door contacts come and go. */
@Timeout(120)
class ContactTallyTest {
  private static final String CONTACTS = "/api/v2/contacts";
  private static TestApp app;
  private static Crm crm;
  private static Crm other;

  @BeforeAll
  static void start() {
    app = TestApp.start();
    crm = Crm.of(app, "counted");
    other = Crm.of(app, "beside");
    other.create("+966500000001");
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  void whatPeopleMakeImportAndDeleteIsCounted() throws InterruptedException {
    long one = crm.create("+966500000001");
    crm.api().post(422, CONTACTS, crm.fields("+966500000001"));
    // A batch in which one is taken, and one of it twice.
    var batch =
        List.of(
            crm.fields("+966500000001"), crm.fields("+966500000002"), crm.fields("+966500000002"));
    crm.api().post(200, CONTACTS + "/batch", Map.of("contacts", batch));
    agrees(2);
    String header = "firstname,lastname,phone,type,status,source\n";
    String rows = "A,B,+966500000003,lead,Warm,Fair\nA,B,+966500000004,lead,Warm,Fair\n";
    new CsvUpload(header + rows + "A,B,+966500000002,lead,Warm,Fair\n").runAs(crm.api());
    agrees(4);
    new CsvUpload(header + "A,B,+966500000005,lead,Warm,Fair\n")
        .with("options[continue_on_error]", "false")
        .runAs(crm.api());
    agrees(5);
    crm.api().delete(200, CONTACTS + "/" + one);
    crm.api().delete(404, CONTACTS + "/" + one);
    agrees(4);
    var ids = new ArrayList<Long>(List.of(one));
    crm.api().get(200, CONTACTS).data().forEach(contact -> ids.add(contact.path("id").asLong()));
    crm.api().delete(200, CONTACTS + "/batch", Map.of("ids", ids));
    agrees(0);
    assertThat(tally(other)).isEqualTo(1).isEqualTo(rows(other));
  }

  @Test
  void whoWritesAndWhoIsWrittenToIsCounted() throws InterruptedException {
    Api sandbox = app.sandbox();
    app.simulator()
        .post(
            200,
            "/control/inbound",
            Map.of("from", "966500000011", "type", "text", "text", "Hello"));
    rasl.testkit.Waiting.until(
        java.time.Duration.ofSeconds(60),
        () -> !sandbox.get(200, CONTACTS + "?filter[phone]=966500000011").data().isEmpty());
    sandbox.post(
        200, "/api/v2/messages/text", Map.of("phone", "+966500000011", "message", "Hello"));
    sandbox.send(
        "POST",
        "/api/v2/messages/text",
        rasl.json.Json.write(
            Map.of("phone", "+966500000012", "message", "Hi", "send_at", "2099-01-01T00:00:00Z")));
    var beside = new Crm(app, app.sandboxTenant(), sandbox, 0, 0);
    assertThat(tally(beside)).isEqualTo(rows(beside)).isPositive();
  }

  @Test
  void manyAtOnceAreCountedEachOnce() throws Exception {
    Crm many = Crm.of(app, "many");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made =
          java.util.stream.IntStream.range(0, 20)
              .mapToObj(n -> threads.submit(() -> many.create("+96650100%04d".formatted(n))))
              .toList();
      for (var one : made) {
        assertThat(one.get()).isPositive();
      }
    }
    assertThat(tally(many)).isEqualTo(20).isEqualTo(rows(many));
  }

  private static void agrees(long contacts) {
    assertThat(tally(crm)).isEqualTo(contacts).isEqualTo(rows(crm));
  }

  private static long tally(Crm of) {
    return number("select coalesce(sum(contacts), 0) from contact_tally", of);
  }

  private static long rows(Crm of) {
    return number("select count(*) from contact", of);
  }

  private static long number(String sql, Crm of) {
    return Long.parseLong(
        app.database().column(sql + " where tenant_id = " + of.tenant()).getFirst());
  }
}
