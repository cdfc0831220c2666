package rasl.simulator;

import java.util.Locale;

/**
 * An error as the Graph API answers it.
 *
 * @param subcode 0 for none
 * @param details of {@code error_data}; empty for none
 * @param userTitle for people, where Meta gives one; else empty
 * @param userMessage for people, as its title
 */
record MetaError(
    int httpStatus,
    String type,
    int code,
    int subcode,
    String message,
    String details,
    String userTitle,
    String userMessage) {
  private static final String OAUTH = "OAuthException";

  MetaError(int httpStatus, String type, int code, int subcode, String message, String details) {
    this(httpStatus, type, code, subcode, message, details, "", "");
  }

  /** A fault in a template that was to be made or changed. */
  static MetaError template(int subcode, String title, String text) {
    return new MetaError(400, OAUTH, 100, subcode, "Invalid parameter", "", title, text);
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
