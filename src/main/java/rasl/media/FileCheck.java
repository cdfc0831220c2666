package rasl.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import rasl.crypto.Hashes;
import rasl.db.TenantId;
import rasl.disk.DiskException;
import rasl.http.Fields;
import rasl.http.Upload;

/**
 * Checks the files that come with requests: by extension, by declared type, by size and by their
 * first bytes (contract 2.5). It converts files that WhatsApp does not take.
 */
final class FileCheck {
  private final WebpImages webp;

  FileCheck(WebpImages webp) {
    this.webp = webp;
  }

  /**
   * Checks a file, and notes its faults.
   *
   * @param field under which it came
   * @param filename given with the file, as people shall see it
   */
  Optional<OfferedFile> check(
      TenantId tenant,
      Fields in,
      String field,
      Upload upload,
      MediaKind kind,
      Optional<String> filename) {
    String own = FileName.of(upload.filename());
    String extension =
        FileName.extension(own).or(() -> filename.flatMap(FileName::extension)).orElse("");
    Optional<FileType> type = FileType.ofExtension(kind, extension);
    Optional<String> fault =
        type.isEmpty()
            ? Optional.of(
                "must be a file of type %s, by its extension: %s."
                    .formatted(kind.word(), FileType.extensions(kind)))
            : fault(upload, type.get());
    if (fault.isPresent()) {
      in.fault(field, "The " + field + " field " + fault.get());
      return Optional.empty();
    }
    String shown = filename.orElse(own);
    return type.get() == FileType.WEBP
        ? converted(tenant, in, field, upload, shown)
        : Optional.of(
            new OfferedFile(
                kind, type.get().mimeType(), shown, upload.size(), upload.sha256(), upload.path()));
  }

  private static Optional<String> fault(Upload upload, FileType type) {
    if (upload.size() == 0) {
      return Optional.of("must not be empty.");
    }
    if (upload.size() > type.kind().maxBytes()) {
      return Optional.of(
          "must not be larger than %s, for a file of type %s."
              .formatted(type.kind().limit(), type.kind().word()));
    }
    if (!type.mayBeDeclared(upload.contentType())) {
      return Optional.of("is declared as another type than its extension says.");
    }
    return type.mayBegin(first(upload))
        ? Optional.empty()
        : Optional.of(
            type == FileType.OGG
                ? "must be Opus in Ogg: that is what WhatsApp plays."
                : "is not what its extension says: its content is of another type.");
  }

  private Optional<OfferedFile> converted(
      TenantId tenant, Fields in, String field, Upload upload, String filename) {
    Optional<WebpImages.Converted> image = webp.convert(tenant, upload.path());
    if (image.isEmpty()) {
      in.fault(
          field,
          "The "
              + field
              + " field must be a WebP picture of at most 16 million pixels that can be read.");
      return Optional.empty();
    }
    Path file = image.get().file();
    FileType type = image.get().type();
    String name = filename.replaceFirst("(?i)\\.webp$", "") + "." + type.extension();
    return Optional.of(
        new OfferedFile(
            MediaKind.IMAGE,
            type.mimeType(),
            filename.isEmpty() ? "" : FileName.fit(name),
            file.toFile().length(),
            sha256(file),
            file));
  }

  private static byte[] first(Upload upload) {
    try (InputStream in = upload.open()) {
      return in.readNBytes(Beginnings.LENGTH);
    } catch (IOException e) {
      throw DiskException.of("an upload cannot be read", e);
    }
  }

  static byte[] sha256(Path file) {
    MessageDigest digest = Hashes.sha256();
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      var _ = in.transferTo(java.io.OutputStream.nullOutputStream());
      return digest.digest();
    } catch (IOException e) {
      throw DiskException.of("a file cannot be read", e);
    }
  }
}
