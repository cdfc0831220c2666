package rasl.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An error as the Graph API answers it.
 *
 * @param subcode 0 for none
 * @param details of {@code error_data}; empty for none
 * @param userTitle for people, where Meta gives one; else empty
 * @param userMessage for people, as its title
 * @param transience {@code is_transient}
 */
record MetaError(
    int httpStatus,
    String type,
    int code,
    int subcode,
    String message,
    String details,
    String userTitle,
    String userMessage,
    Transience transience) {
  private static final String OAUTH = "OAuthException";
  private static final int SESSION_EXPIRED = 463;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'PST'", Locale.ENGLISH)
          .withZone(ZoneOffset.ofHours(-8));

  /** Whether the error says that trying again may help. */
  enum Transience {
    UNSAID,
    NO,
    YES
  }

  MetaError(int httpStatus, String type, int code, int subcode, String message, String details) {
    this(httpStatus, type, code, subcode, message, details, "", "", Transience.UNSAID);
  }

  /** The same with a subcode; 0 for none. */
  MetaError with(int newSubcode) {
    return new MetaError(
        httpStatus, type, code, newSubcode, message, details, userTitle, userMessage, transience);
  }

  /** The same, saying whether trying again may help. */
  MetaError saying(Transience now) {
    return new MetaError(
        httpStatus, type, code, subcode, message, details, userTitle, userMessage, now);
  }

  /**
   * A token that has stopped working, in Meta's words.
   *
   * @param subcode 463 where it has expired, 460 after a change of password, 467 otherwise; 0 means
   *     463
   */
  static MetaError deadToken(int httpStatus, int subcode, Instant now) {
    int reason = subcode == 0 ? SESSION_EXPIRED : subcode;
    String why =
        switch (reason) {
          case SESSION_EXPIRED ->
              "Session has expired on "
                  + DAY.format(now.minusSeconds(3_600))
                  + ". The current time is "
                  + DAY.format(now)
                  + ".";
          case 460 ->
              "The session has been invalidated because the user changed their password or"
                  + " Facebook has changed the session for security reasons.";
          default -> "The session is invalid because the user logged out.";
        };
    return new MetaError(
        httpStatus, OAUTH, 190, reason, "Error validating access token: " + why, "");
  }

  /** A fault in a template that was to be made or changed. */
  static MetaError template(int subcode, String title, String text) {
    return new MetaError(
        400, OAUTH, 100, subcode, "Invalid parameter", "", title, text, Transience.NO);
  }

  static MetaError noToken() {
    return new MetaError(
        401, OAUTH, 104, 0, "An access token is required to request this resource.", "");
  }

  static MetaError unknownToken() {
    return new MetaError(
        401, OAUTH, 190, 0, "Invalid OAuth access token - Cannot parse access token", "");
  }

  /** An object that does not exist, or that this token may not see: Meta does not tell which. */
  static MetaError unknownObject(String method, String id) {
    String message =
        "Unsupported "
            + (method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT))
            + " request. Object with ID '"
            + id
            + "' does not exist, cannot be loaded due to missing permissions, or does not support"
            + " this operation. Please read the Graph API documentation at"
            + " https://developers.facebook.com/docs/graph-api";
    return new MetaError(400, "GraphMethodException", 100, 33, message, "");
  }

  /** A field that this kind of object does not have. */
  static MetaError unknownField(String field, String type) {
    return parameter(
        "Tried accessing nonexisting field (" + field + ") on node type (" + type + ")");
  }

  /** Fields or a path that cannot be read. */
  static MetaError syntax(String message) {
    return new MetaError(400, OAUTH, 2500, 0, message, "");
  }

  /** An app that did not prove itself. */
  static MetaError application(String message, int code) {
    return new MetaError(400, OAUTH, code, 0, message, "");
  }

  /** A callback that did not prove itself. */
  static MetaError callback(String why) {
    return of(2200, "")
        .worded("(#2200) Callback verification failed with the following errors: " + why);
  }

  private MetaError worded(String text) {
    return new MetaError(
        httpStatus, type, code, subcode, text, details, userTitle, userMessage, transience);
  }

  /** A call of Meta's that the simulator does not play: what it is about, in words. */
  static MetaError notPlayed(String what) {
    String message =
        "(#3) Application does not have the capability to make this API call. The simulator does"
            + " not play "
            + what
            + ".";
    return new MetaError(400, OAUTH, 3, 0, message, "");
  }

  static MetaError unknownPath(String path) {
    return new MetaError(400, OAUTH, 2500, 0, "Unknown path components: " + path, "");
  }

  /** A wrong or missing parameter, in Graph's own words. */
  static MetaError parameter(String text) {
    return new MetaError(400, OAUTH, 100, 0, "(#100) " + text, "");
  }

  /** An error of the table, with its usual title. */
  static MetaError of(int code, String details) {
    return of(ErrorTable.get(code).httpStatus(), code, details);
  }

  static MetaError of(int httpStatus, int code, String details) {
    String message = "(#" + code + ") " + ErrorTable.get(code).title();
    return new MetaError(httpStatus, OAUTH, code, 0, message, details);
  }

  GraphRefusedException thrown() {
    return new GraphRefusedException(this);
  }
}
