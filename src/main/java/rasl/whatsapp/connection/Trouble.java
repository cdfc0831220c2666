package rasl.whatsapp.connection;

/**
 * Something that is wrong with a connection, in words that need no knowledge of Meta's systems.
 *
 * @param code for programs; it does not change
 * @param severity {@code error}: nothing can be sent, or nothing arrives; {@code warning}: it will
 *     soon be so; {@code notice}: worth knowing
 * @param message what is wrong
 * @param action what to do about it
 */
public record Trouble(String code, String severity, String message, String action) {
  static final String ERROR = "error";
  static final String WARNING = "warning";
  static final String NOTICE = "notice";

  static final String SILENT = "whatsapp_silent";
  static final String TOKEN_INVALID = "token_invalid";
  static final String PERMISSION_MISSING = "permission_missing";
  static final String NUMBER_UNKNOWN = "number_unknown";
  static final String ACCOUNT_UNKNOWN = "account_unknown";
  static final String NUMBER_NOT_IN_ACCOUNT = "number_not_in_account";
  static final String NOT_SUBSCRIBED = "not_subscribed";

  static Trouble error(String code, String message, String action) {
    return new Trouble(code, ERROR, message, action);
  }

  static Trouble warning(String code, String message, String action) {
    return new Trouble(code, WARNING, message, action);
  }

  static Trouble notice(String code, String message, String action) {
    return new Trouble(code, NOTICE, message, action);
  }
}
