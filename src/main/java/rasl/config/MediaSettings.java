package rasl.config;

import java.time.Duration;
import java.util.List;
import rasl.config.Setting.Group;
import rasl.config.Setting.Kind;
import rasl.config.Setting.Standard;

/** The settings of files that messages carry. */
final class MediaSettings {
  static final Setting URL_LIFE =
      new Setting(
          "RASL_MEDIA_URL_LIFE",
          Group.MEDIA,
          new Kind.Time(Duration.ofMinutes(1), Duration.ofDays(7)),
          new Standard.Value("24h"),
          "How long a URL of a file works that the API answers.",
          "2h");
  static final Setting KEEP_DAYS =
      new Setting(
          "RASL_MEDIA_KEEP_DAYS",
          Group.MEDIA,
          new Kind.Whole(0, 36_500),
          new Standard.Value("0"),
          "How many days the files of messages are kept. 0 keeps them as long as their messages.",
          "90");
  static final Setting S3_BUCKET =
      new Setting(
          "RASL_MEDIA_S3_BUCKET",
          Group.MEDIA,
          new Kind.Text("name of a bucket"),
          new Standard.Rule("none: files are kept in the data folder"),
          "Keeps files in a bucket of S3, or of a storage that speaks like it. Needed where several"
              + " servers share a database.",
          "rasl-media");
  static final Setting S3_ENDPOINT =
      new Setting(
          "RASL_MEDIA_S3_ENDPOINT",
          Group.MEDIA,
          new Kind.Text("http or https URL"),
          new Standard.Rule("Amazon's, for the region"),
          "Where the storage is.",
          "https://minio.internal:9000");
  static final Setting S3_REGION =
      new Setting(
          "RASL_MEDIA_S3_REGION",
          Group.MEDIA,
          new Kind.Text("name of a region"),
          new Standard.Value("us-east-1"),
          "Region of the bucket. Storages other than Amazon's take the default.",
          "eu-central-1");
  static final Setting S3_KEY =
      new Setting(
          "RASL_MEDIA_S3_KEY",
          Group.MEDIA,
          new Kind.Hidden("access key id"),
          new Standard.Rule("none; needed with RASL_MEDIA_S3_BUCKET"),
          "Access key of an account that may read, write, delete and list in the bucket.",
          "the access key id");
  static final Setting S3_SECRET =
      new Setting(
          "RASL_MEDIA_S3_SECRET",
          Group.MEDIA,
          new Kind.Hidden("secret access key"),
          new Standard.Rule("none; needed with RASL_MEDIA_S3_BUCKET"),
          "Secret of that account.",
          "the secret access key");
  static final Setting S3_PATH_STYLE =
      new Setting(
          "RASL_MEDIA_S3_PATH_STYLE",
          Group.MEDIA,
          new Kind.Choice(List.of("true", "false")),
          new Standard.Rule("true with RASL_MEDIA_S3_ENDPOINT, else false"),
          "Whether the bucket's name stands in the URL's path and not in its host.",
          "true");

  static final List<Setting> ALL =
      List.of(
          URL_LIFE, KEEP_DAYS, S3_BUCKET, S3_ENDPOINT, S3_REGION, S3_KEY, S3_SECRET, S3_PATH_STYLE);

  private MediaSettings() {}
}
