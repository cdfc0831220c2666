package rasl.whatsapp.connection;

import java.util.Optional;
import java.util.regex.Pattern;
import rasl.http.Fields;
import rasl.whatsapp.AccessSecret;

/**
 * A request to connect a number, well formed by itself.
 *
 * @param accessToken may be left out where the number is connected already
 */
record ConnectionRequest(
    String phoneNumberId,
    String businessAccountId,
    Optional<AccessSecret> accessToken,
    AppWish app) {

  /**
   * Which app of Meta the webhooks come from.
   *
   * @param shared whether the operator's is asked for in so many words: {@code app_secret} is null
   */
  record AppWish(
      boolean shared,
      Optional<String> id,
      Optional<AccessSecret> secret,
      Optional<AccessSecret> verifyToken) {
    boolean isOwn() {
      return id.isPresent() || secret.isPresent() || verifyToken.isPresent();
    }
  }

  private static final int MAX_ID = 40;
  private static final int MAX_TOKEN = 2000;
  private static final int MAX_SECRET = 200;
  private static final int MIN_SECRET = 8;
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  static ConnectionRequest from(Fields in) {
    String number = in.requiredText("phone_number_id", MAX_ID);
    String account = in.requiredText("business_account_id", MAX_ID);
    Optional<String> app = in.text("app_id", MAX_ID);
    digits(in, "phone_number_id", Optional.of(number));
    digits(in, "business_account_id", Optional.of(account));
    digits(in, "app_id", app);
    Optional<AccessSecret> token = secret(in, "access_token", 1, MAX_TOKEN);
    Optional<AccessSecret> secret = secret(in, "app_secret", MIN_SECRET, MAX_SECRET);
    Optional<AccessSecret> verify =
        secret(in, "verify_token", AccessSecret.LEAST_VERIFY_TOKEN, MAX_SECRET);
    boolean shared = in.has("app_secret") && secret.isEmpty();
    var wish = new AppWish(shared, app, secret, verify);
    if (shared && wish.isOwn() && !in.isFaulty("app_secret")) {
      in.fault("app_secret", AppChoice.SECRET_MISSING);
    }
    return in.orRefuse(() -> new ConnectionRequest(number, account, token, wish));
  }

  private static String field(String name) {
    return "The " + name + " field ";
  }

  private static void digits(Fields in, String name, Optional<String> value) {
    if (value.filter(text -> !text.isEmpty() && !DIGITS.matcher(text).matches()).isPresent()) {
      in.fault(name, field(name) + "must be one of Meta's ids: digits only.");
    }
  }

  private static Optional<AccessSecret> secret(Fields in, String name, int min, int max) {
    Optional<String> text = in.text(name, max);
    if (text.filter(it -> it.length() < min).isPresent()) {
      in.fault(name, field(name) + "must have at least " + min + " characters.");
    } else if (text.filter(it -> !new AccessSecret(it).isPlain()).isPresent()) {
      in.fault(name, field(name) + "must have no blanks and no special characters: copy it again.");
    }
    return text.map(AccessSecret::new);
  }
}
