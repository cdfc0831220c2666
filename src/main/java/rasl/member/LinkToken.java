package rasl.member;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rasl.crypto.Base62;
import rasl.crypto.Hashes;
import rasl.db.TenantId;

/**
 * The secret in a one-time link: the tenant's id, so that its rows can be looked at, and 40 random
 * characters (238 bits).
 */
record LinkToken(TenantId tenant, String secret) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,15})-([0-9A-Za-z]{40})");

  static LinkToken create(TenantId tenant, RandomGenerator random) {
    return new LinkToken(tenant, Base62.random(random, 40));
  }

  static Optional<LinkToken> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new LinkToken(new TenantId(Long.parseLong(parts.group(1))), parts.group(2)))
        : Optional.empty();
  }

  /** What is stored of it. */
  byte[] sha256() {
    return Hashes.sha256(secret);
  }

  String text() {
    return tenant + "-" + secret;
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
