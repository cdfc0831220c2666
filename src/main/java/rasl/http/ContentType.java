package rasl.http;

/**
 * A Content-Type header, read from its start to its end once. What is longer than any that this
 * server takes is not read at all.
 *
 * @param type in lower case, without parameters; empty where there is none, or it is too long
 * @param parameters what stands behind the first semicolon; empty where nothing does
 */
record ContentType(String type, String parameters) {
  private static final int MAX_LENGTH = 255;
  private static final String JSON = "application/json";
  private static final String CHARSET = "charset";
  private static final ContentType PLAIN_JSON = new ContentType(JSON, "");
  private static final ContentType NONE = new ContentType("", "");

  static ContentType of(String header) {
    if (header.equals(JSON)) {
      return PLAIN_JSON; // What nearly all clients send.
    }
    if (header.length() > MAX_LENGTH) {
      return NONE;
    }
    int end = header.indexOf(';');
    return end < 0
        ? new ContentType(bare(header), "")
        : new ContentType(bare(header.substring(0, end)), header.substring(end + 1));
  }

  boolean isForm() {
    return type.equals(FormRule.TYPE);
  }

  /** JSON, in UTF-8 where a charset is named; further parameters are not known. */
  boolean isJson() {
    return type.equals(JSON) && namesNothingButUtf8();
  }

  private boolean namesNothingButUtf8() {
    String given = bare(parameters);
    String one = given.endsWith(";") ? bare(given.substring(0, given.length() - 1)) : given;
    int equals = one.indexOf('=');
    if (equals < 0) {
      return one.isEmpty();
    }
    String value = bare(one.substring(equals + 1));
    String plain =
        value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
            ? value.substring(1, value.length() - 1)
            : value;
    return bare(one.substring(0, equals)).equals(CHARSET)
        && (plain.equals("utf-8") || plain.equals("utf8"));
  }

  private static String bare(String text) {
    return PlainText.lower(text.strip());
  }
}
