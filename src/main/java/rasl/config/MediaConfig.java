package rasl.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where files are kept, and how long.
 *
 * @param s3 empty means a folder in the data folder
 * @param urlLife how long a URL of a file works
 * @param keepDays how many days a file is kept; 0 for as long as its message
 */
public record MediaConfig(Optional<S3> s3, Duration urlLife, int keepDays) {

  /**
   * A bucket of S3, or of a storage that speaks like it.
   *
   * @param endpoint empty means Amazon's
   * @param pathStyle whether the bucket's name stands in the path, and not in the host
   */
  public record S3(
      Optional<URI> endpoint,
      String region,
      String bucket,
      Secret key,
      Secret secret,
      boolean pathStyle) {}

  static MediaConfig read(Values values) {
    return new MediaConfig(
        s3(values), values.time(MediaSettings.URL_LIFE), values.whole(MediaSettings.KEEP_DAYS));
  }

  private static Optional<S3> s3(Values values) {
    Optional<String> bucket = values.text(MediaSettings.S3_BUCKET);
    Optional<Secret> key = values.secret(MediaSettings.S3_KEY);
    Optional<Secret> secret = values.secret(MediaSettings.S3_SECRET);
    Optional<URI> endpoint = values.url(MediaSettings.S3_ENDPOINT);
    Optional<Boolean> pathStyle = pathStyle(values);
    if (bucket.isEmpty()) {
      if (endpoint.isPresent() || key.isPresent() || secret.isPresent()) {
        values.fault(MediaSettings.S3_BUCKET, "is needed too where files go to S3.");
      }
      return Optional.empty();
    }
    if (key.isEmpty() || secret.isEmpty()) {
      values.fault(
          key.isEmpty() ? MediaSettings.S3_KEY : MediaSettings.S3_SECRET,
          "is needed too: RASL_MEDIA_S3_KEY and RASL_MEDIA_S3_SECRET open the bucket.");
      return Optional.empty();
    }
    String region = values.text(MediaSettings.S3_REGION).orElse("");
    boolean inPath = pathStyle.orElse(endpoint.isPresent());
    return Optional.of(new S3(endpoint, region, bucket.get(), key.get(), secret.get(), inPath));
  }

  private static Optional<Boolean> pathStyle(Values values) {
    return values.parsed(
        MediaSettings.S3_PATH_STYLE,
        text ->
            text.matches("true|false") ? Optional.of(Boolean.parseBoolean(text)) : Optional.empty(),
        "must be true or false");
  }
}
