package rasl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of roles. */
class RoleTest {
  @Test
  void ownersMayDoEverythingAndEachRoleMoreThanTheNext() {
    assertThat(Role.OWNER.scopes()).containsExactlyInAnyOrder(Scope.values());
    assertThat(Role.ADMIN.scopes()).containsAll(Role.DEVELOPER.scopes());
    assertThat(Role.DEVELOPER.scopes()).containsAll(Role.AGENT.scopes());
    assertThat(Role.AGENT.scopes()).containsAll(Role.VIEWER.scopes());
  }

  @Test
  void viewersChangeNothingAndAgentsMakeNoTokens() {
    assertThat(Role.VIEWER.scopes()).allMatch(scope -> scope.text().endsWith(":read"));
    assertThat(Role.AGENT.scopes())
        .doesNotContainAnyElementsOf(
            Set.of(Scope.TOKENS_WRITE, Scope.MEMBERS_WRITE, Scope.ACCOUNT_WRITE));
    assertThat(Role.DEVELOPER.scopes()).doesNotContain(Scope.MEMBERS_WRITE, Scope.ACCOUNT_WRITE);
  }

  @Test
  void aRoleIsReadAsItIsWritten() {
    assertThat(Arrays.stream(Role.values()))
        .allSatisfy(role -> assertThat(Role.parse(role.text())).contains(role));
    assertThat(Role.parse("OWNER")).isEmpty();
  }
}
