package rasl.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import rasl.TestApp;
import rasl.testkit.Chromium;
import rasl.testkit.Team;
import tools.jackson.databind.JsonNode;

/** Passkeys as a browser makes and uses them, by a page of the test kit. */
class PasskeysInBrowserTest {
  @Test
  void aPageAddsAPasskeyAndSignsInWithItWithoutAnEmail() throws IOException {
    Optional<Path> program = Chromium.find();
    assumeTrue(program.isPresent(), "skipped: there is no Chromium on this machine");
    try (TestApp app = TestApp.start();
        var browser = Chromium.start(program.orElseThrow())) {
      app.person("page@x.test", Team.PASSWORD);
      browser.plugInAuthenticator(true);
      browser.show(
          "http://localhost:" + URI.create(app.url()).getPort() + "/test-kit/passkeys", page());
      JsonNode added =
          browser.run("await add('page@x.test', '%s', 'Laptop')".formatted(Team.PASSWORD));
      assertThat(added.path("name").asString()).isEqualTo("Laptop");
      JsonNode session = browser.run("await signIn()");
      assertThat(session.at("/person/email").asString()).isEqualTo("page@x.test");
      assertThat(session.at("/session/second_factor").asBoolean()).isTrue();
    }
  }

  private static byte[] page() throws IOException {
    try (var page = PasskeysInBrowserTest.class.getResourceAsStream("passkeys.html")) {
      return java.util.Objects.requireNonNull(page).readAllBytes();
    }
  }
}
