package rasl.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongConsumer;
import rasl.config.Config;
import rasl.http.Networks;
import rasl.http.Scope;

/**
 * The work of the commands. Every method may throw {@link CommandFailedException}, whose message
 * goes to standard error, and {@link rasl.refusal.RefusedException}, which the command line puts
 * into words.
 */
public interface Operations extends PeopleOperations {

  /**
   * Runs the server in the foreground, until a signal stops it.
   *
   * @return the exit code of the process
   */
  int serve(Config config);

  /** Runs the WhatsApp simulator alone, until a signal stops it; answers the exit code. */
  int simulate(Config config);

  /** Looks at what the server needs, and reports each finding. */
  List<Finding> examine(Config config);

  /** Makes a token and answers it: the only time that it can be seen. */
  String createToken(Config config, NewToken token);

  /**
   * The tokens that there are, revoked and expired ones included.
   *
   * @param tenant a tenant's name; empty means all tenants
   */
  List<TokenLine> tokens(Config config, Optional<String> tenant);

  /** Ends the tokens that are meant, and says how many that were. */
  int revokeTokens(Config config, TokenChoice choice);

  /** Makes a tenant with settings as {@code tenant show} lists them. */
  TenantLine createTenant(Config config, String name, Map<String, String> settings);

  /** The tenants, by name. */
  List<TenantLine> tenants(Config config);

  /** One tenant. */
  TenantLine tenant(Config config, String name);

  /** Changes settings of a tenant; an unknown setting changes none. */
  TenantLine changeTenant(Config config, String name, Map<String, String> settings);

  /**
   * The last entries of the audit's chains.
   *
   * @param tenant a tenant's name; empty means the installation's own and all tenants'
   */
  List<AuditHead> auditHeads(Config config, Optional<String> tenant);

  /**
   * Looks at every entry of the audit.
   *
   * @param tenant as in {@link #auditHeads}
   * @param kept a head of that tenant, or of the installation, as {@link #auditHeads} gave it
   */
  List<AuditChecked> verifyAudit(Config config, Optional<String> tenant, Optional<String> kept);

  /**
   * The last entry of a chain.
   *
   * @param tenant empty for the installation's own
   */
  record AuditHead(Optional<String> tenant, String head) {}

  /**
   * What came of looking at a chain.
   *
   * @param blanked entries of which a text was taken out
   * @param faults in words; none where the chain is whole
   */
  record AuditChecked(
      Optional<String> tenant, long entries, long blanked, List<String> faults, String head) {
    public AuditChecked {
      faults = List.copyOf(faults);
    }
  }

  /** Makes a token of an operator and answers it: the only time that it can be seen. */
  String createOperatorToken(Config config, String name, Optional<Duration> lifetime);

  /** Operators' tokens, revoked and expired ones included. */
  List<OperatorTokenLine> operatorTokens(Config config);

  /** Ends a token of an operator; false where there is none, or it had ended before. */
  boolean revokeOperatorToken(Config config, long id);

  /** A token of an operator as it is listed. */
  record OperatorTokenLine(
      long id,
      String name,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt) {}

  /** Encrypts with the current key what former keys encrypted. */
  Rotated rotateSecrets(Config config);

  /**
   * The result of a change of the secret key.
   *
   * @param sealed how many values were re-encrypted
   * @param unreadable how many values none of the given keys opens
   */
  record Rotated(int sealed, int unreadable) {}

  /**
   * Adds made-up contacts.
   *
   * @param progress gets the number of contacts made so far, again and again
   */
  DemoFilled fillDemo(Config config, DemoWish wish, LongConsumer progress);

  /**
   * Made-up contacts that are wanted.
   *
   * @param tenant the tenant's name
   * @param seed other numbers make up other people
   */
  record DemoWish(String tenant, long contacts, long seed) {}

  /** The made-up contacts. */
  record DemoFilled(String tenant, long contacts, Duration took) {}

  /**
   * A token to be made.
   *
   * @param tenant the tenant's name
   * @param name by which people tell tokens apart
   * @param callsPerMinute empty means no limit
   * @param lifetime empty means that it does not expire
   * @param networks from where it may be used; none: from anywhere
   * @param bot whether it is for a program that talks by itself
   */
  record NewToken(
      String tenant,
      String name,
      Set<Scope> scopes,
      OptionalInt callsPerMinute,
      Optional<Duration> lifetime,
      Networks networks,
      boolean bot) {
    public NewToken {
      scopes = Set.copyOf(scopes);
    }
  }

  /** Which tokens are meant. */
  sealed interface TokenChoice {
    /** The one with this id. */
    record Id(long id) implements TokenChoice {}

    /** Those of a tenant with this name. */
    record Name(String tenant, String name) implements TokenChoice {}
  }

  /** A token as it is listed: everything but the token itself. */
  record TokenLine(
      long id,
      String tenant,
      String name,
      Set<Scope> scopes,
      OptionalInt callsPerMinute,
      Instant createdAt,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<LocalDate> lastUsedOn) {
    public TokenLine {
      scopes = Set.copyOf(scopes);
    }
  }

  /**
   * A tenant as it is listed.
   *
   * @param settings by name, in the order in which they are shown; empty text where not set
   */
  record TenantLine(long id, String name, Map<String, String> settings) {}

  /**
   * One result of the examination.
   *
   * @param what the thing that was examined
   * @param words the finding; with a remedy, where something is wrong
   */
  record Finding(Verdict verdict, String what, String words) {}

  /** How a finding is to be taken. */
  enum Verdict {
    GOOD,
    WARNING,
    BAD
  }
}
