package rasl.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;
import rasl.config.Config;
import rasl.http.Scope;

/** Operations that note what they were asked for, and do nothing. */
final class RecordedOperations implements Operations {
  final List<Object> calls = new ArrayList<>();
  Optional<String> failure = Optional.empty();

  @Override
  public int serve(Config config) {
    calls.add(config.mode());
    return 0;
  }

  @Override
  public int simulate(Config config) {
    calls.add(config.mode());
    return 0;
  }

  @Override
  public List<Finding> examine(Config config) {
    return List.of(new Finding(Verdict.GOOD, "Java", "25"));
  }

  @Override
  public Rotated rotateSecrets(Config config) {
    return new Rotated(3, 0);
  }

  @Override
  public String createToken(Config config, NewToken token) {
    calls.add(token);
    return "rasl_made";
  }

  @Override
  public List<TokenLine> tokens(Config config, Optional<String> tenant) {
    return List.of(
        new TokenLine(
            1,
            "sandbox",
            "first",
            EnumSet.allOf(Scope.class),
            OptionalInt.empty(),
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Override
  public int revokeTokens(Config config, TokenChoice choice) {
    calls.add(choice);
    return 1;
  }

  @Override
  public List<AuditHead> auditHeads(Config config, Optional<String> tenant) {
    return List.of(new AuditHead(tenant, "1:00"));
  }

  @Override
  public List<AuditChecked> verifyAudit(
      Config config, Optional<String> tenant, Optional<String> kept) {
    calls.add(kept);
    return List.of(new AuditChecked(tenant, 1, 0, List.of("Entry 1 was changed."), "1:00"));
  }

  @Override
  public String createOperatorToken(Config config, String name, Optional<Duration> lifetime) {
    calls.add(name);
    return "rasl_operator";
  }

  @Override
  public List<OperatorTokenLine> operatorTokens(Config config) {
    return List.of();
  }

  @Override
  public boolean revokeOperatorToken(Config config, long id) {
    calls.add(id);
    return true;
  }

  @Override
  public String ownerLink(Config config, String tenant) {
    calls.add("owner of " + tenant);
    return "http://localhost:8080/first-run#1-secret";
  }

  @Override
  public String resetLink(Config config, String email) {
    calls.add("reset of " + email);
    return "http://localhost:8080/reset#secret";
  }

  @Override
  public void setOperator(Config config, String email, boolean operator) {
    calls.add(email + (operator ? " operates" : " does not operate"));
  }

  @Override
  public List<String> operators(Config config) {
    return List.of("root@example.com");
  }

  @Override
  public DemoFilled fillDemo(Config config, DemoWish wish, LongConsumer progress) {
    calls.add(wish);
    progress.accept(wish.contacts() / 2);
    progress.accept(wish.contacts());
    return new DemoFilled(wish.tenant(), wish.contacts(), Duration.ofSeconds(2));
  }

  @Override
  public TenantLine createTenant(Config config, String name, Map<String, String> settings) {
    return changeTenant(config, name, settings);
  }

  @Override
  public List<TenantLine> tenants(Config config) {
    return List.of(tenant(config, "acme"));
  }

  @Override
  public TenantLine tenant(Config config, String name) {
    failure.ifPresent(
        words -> {
          throw new CommandFailedException(words);
        });
    return new TenantLine(7, name, Map.of());
  }

  @Override
  public TenantLine changeTenant(Config config, String name, Map<String, String> settings) {
    calls.add(settings);
    return new TenantLine(7, name, settings);
  }
}
