package rasl.message;

import static org.assertj.core.api.Assertions.assertThat;
import static rasl.message.MediaForms.MEDIA;
import static rasl.message.MediaForms.PDF;
import static rasl.message.MediaForms.form;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rasl.testkit.Api;
import rasl.testkit.FormBody;
import tools.jackson.databind.JsonNode;

/** Whom files are for, and what a refused or repeated send leaves. */
class MediaWhomTest {
  private static Talk talk;

  @BeforeAll
  static void start() {
    talk = Talk.start(Map.of());
  }

  @AfterAll
  static void stop() {
    talk.close();
  }

  @Test
  void somebodyNewIsMadeAsTheSendSays() throws Exception {
    String group =
        talk.api.post(201, "/api/v2/groups", Map.of("name", "G")).data().path("id").asString();
    String digits = Talk.customer();
    FormBody body =
        form("+" + digits, "document")
            .field("contact[firstname]", "Mona")
            .field("contact.lastname", "Salem")
            .field("contact[email]", "Mona@example.com")
            .field("contact[country]", "SA")
            .field("contact[groups]", group + "," + group)
            .file("media_file", "a.pdf", "application/pdf", PDF);
    // The window is shut for somebody new, so that nothing may stay.
    assertThat(talk.api.post(422, MEDIA, body).code()).isEqualTo("SERVICE_WINDOW_CLOSED");
    assertThat(talk.number("select count(*) from contact where phone_key = '" + digits + "'"))
        .isZero();
    talk.app.set("sandbox", Map.of("window_policy", "passthrough"));
    JsonNode data = talk.api.post(200, MEDIA, body).data();
    JsonNode contact =
        talk.api.get(200, "/api/v2/contacts/" + data.path("contact_id").asLong()).data();
    assertThat(contact.path("firstname").asString()).isEqualTo("Mona");
    assertThat(contact.path("lastname").asString()).isEqualTo("Salem");
    assertThat(contact.path("email").asString()).isEqualTo("Mona@example.com");
    assertThat(contact.path("type").asString()).isEqualTo("lead");
    assertThat(contact.path("description").asString()).isEqualTo("Country: SA");
    assertThat(contact.path("group_id").toString()).isEqualTo("[" + group + "]");
    Map<String, Object> wrong =
        Map.of(
            "phone",
            "+" + Talk.customer(),
            "media_type",
            "image",
            "media_url",
            "https://a.example/b.png",
            "contact",
            Map.of(
                "email", "MONA@example.com", "assigned_id", 999_999, "groups", List.of(999_999)));
    JsonNode errors = talk.api.post(422, MEDIA, wrong).error().at("/details/errors");
    assertThat(errors.propertyNames())
        .containsExactlyInAnyOrder("contact.email", "contact.assigned_id", "contact.groups");
    talk.app.set("sandbox", Map.of("window_policy", "auto"));
  }

  @Test
  void arefusedSendLeavesNoFile() throws Exception {
    long rows = talk.number("select count(*) from media");
    long files = talk.files();
    talk.api.post(
        422,
        MEDIA,
        form("+" + Talk.customer(), "document")
            .file("media_file", "a.pdf", "application/pdf", PDF));
    assertThat(talk.number("select count(*) from media")).isEqualTo(rows);
    assertThat(talk.files()).isEqualTo(files);
  }

  @Test
  void aRepeatWithTheSameFileGivesTheFirstAnswer() throws Exception {
    String digits = talk.openCustomer();
    Api keyed = talk.api.with("Idempotency-Key", "media-" + digits);
    FormBody body = form(digits, "document").file("media_file", "a.pdf", "application/pdf", PDF);
    Api.Reply first = keyed.post(200, MEDIA, body);
    long files = talk.files();
    Api.Reply second = keyed.post(200, MEDIA, body);
    assertThat(second.data()).isEqualTo(first.data());
    assertThat(second.header("Idempotent-Replayed")).contains("true");
    assertThat(talk.outbox(digits)).hasSize(1);
    assertThat(talk.files()).isEqualTo(files);
    var other =
        form(digits, "document").file("media_file", "a.pdf", "application/pdf", "%PDF-other");
    assertThat(keyed.post(409, MEDIA, other).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
  }
}
