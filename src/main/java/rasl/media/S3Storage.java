package rasl.media;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import rasl.config.MediaConfig;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps files in a bucket of S3, or of a storage that speaks like it: for several nodes at once.
 */
final class S3Storage implements MediaStorage {
  /** Below this all our keys are: the bucket may hold other things too. */
  private static final String PREFIX = "media/";

  private static final String OWNER = PREFIX + "installation";

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private static final Duration CALL = Duration.ofMinutes(3);

  private final MediaConfig.S3 config;
  private final S3Client client;

  S3Storage(MediaConfig.S3 config) {
    this.config = config;
    var builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE))
            .region(Region.of(config.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(config.key().reveal(), config.secret().reveal())))
            .forcePathStyle(config.pathStyle())
            // Storages other than Amazon's do not know the newer checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(it -> it.apiCallTimeout(CALL));
    config.endpoint().ifPresent(builder::endpointOverride);
    this.client = builder.build();
  }

  @Override
  public void put(String key, Path file) {
    call(
        () ->
            client.putObject(
                it -> it.bucket(config.bucket()).key(PREFIX + key), RequestBody.fromFile(file)));
  }

  @Override
  public Optional<InputStream> open(String key, long from, long length) {
    String range = "bytes=" + from + "-" + (from + length - 1);
    try {
      return call(
          () ->
              Optional.of(
                  client.getObject(
                      it -> {
                        it.bucket(config.bucket()).key(PREFIX + key);
                        if (length > 0) {
                          it.range(range);
                        }
                      })));
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    }
  }

  @Override
  public void delete(String key) {
    call(() -> client.deleteObject(it -> it.bucket(config.bucket()).key(PREFIX + key)));
  }

  @Override
  public void each(Consumer<List<Found>> some) {
    call(
        () -> {
          client
              .listObjectsV2Paginator(it -> it.bucket(config.bucket()).prefix(PREFIX))
              .forEach(
                  page -> {
                    var found = new ArrayList<Found>();
                    page.contents().stream()
                        .filter(one -> !one.key().equals(OWNER))
                        .forEach(
                            one ->
                                found.add(
                                    new Found(
                                        one.key().substring(PREFIX.length()), one.lastModified())));
                    some.accept(found);
                  });
          return true;
        });
  }

  @Override
  public String claim(String installation) {
    try {
      return call(
          () ->
              client
                  .getObjectAsBytes(it -> it.bucket(config.bucket()).key(OWNER))
                  .asString(StandardCharsets.US_ASCII));
    } catch (NoSuchKeyException _) {
      call(
          () ->
              client.putObject(
                  it -> it.bucket(config.bucket()).key(OWNER),
                  RequestBody.fromString(installation, StandardCharsets.US_ASCII)));
      return installation;
    }
  }

  @Override
  public String examine() {
    String key = PREFIX + "probe";
    byte[] text = "rasl".getBytes(StandardCharsets.US_ASCII);
    call(
        () ->
            client.putObject(
                it -> it.bucket(config.bucket()).key(key), RequestBody.fromBytes(text)));
    call(() -> client.getObjectAsBytes(it -> it.bucket(config.bucket()).key(key)));
    call(() -> client.deleteObject(it -> it.bucket(config.bucket()).key(key)));
    return "bucket " + config.bucket() + where();
  }

  private String where() {
    return config.endpoint().map(url -> " at " + url).orElse(" of Amazon S3");
  }

  /** Puts the library's failures into words; that a file is not there is left to the caller. */
  private <T> T call(Supplier<T> work) {
    try {
      return work.get();
    } catch (NoSuchKeyException e) {
      throw e;
    } catch (S3Exception e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      throw new StorageException(
          "The bucket %s%s refused a file: %s %s. See RASL_MEDIA_S3_BUCKET and the settings beside it."
              .formatted(config.bucket(), where(), e.statusCode(), code),
          e);
    } catch (SdkException e) {
      throw new StorageException(
          "The storage of files%s cannot be reached: %s. See RASL_MEDIA_S3_ENDPOINT."
              .formatted(where(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
