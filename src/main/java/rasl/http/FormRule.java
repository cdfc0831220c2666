package rasl.http;

/**
 * That a route takes {@code multipart/form-data}, and how much of it. Fields are held in memory,
 * files never: they go to the spool while they arrive.
 *
 * @param maxBody the whole body, in bytes
 * @param maxFile one file, in bytes
 * @param maxParts fields and files together
 * @param maxField one field that is no file, in bytes
 * @param jsonToo whether JSON is taken as well
 */
public record FormRule(long maxBody, long maxFile, int maxParts, int maxField, boolean jsonToo) {
  /** The media type of forms. */
  static final String TYPE = "multipart/form-data";

  /** What a route without need of its own takes beside its one file. */
  private static final int PARTS = 100;

  private static final int FIELD = 64 * 1024;

  /** A form with files up to a size, and fields beside them; JSON is taken too. */
  public static FormRule withFiles(long maxFile) {
    return new FormRule(maxFile + (1 << 20), maxFile, PARTS, FIELD, true);
  }

  /** The same form, for a route that has no use for JSON. */
  public FormRule only() {
    return new FormRule(maxBody, maxFile, maxParts, maxField, false);
  }
}
