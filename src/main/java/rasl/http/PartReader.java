package rasl.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rasl.crypto.Hashes;
import rasl.disk.DiskException;
import rasl.disk.Spool;
import rasl.json.Json;
import rasl.refusal.Refusal;

/** Takes in one part of a form: a field into memory, a file into the spool. */
final class PartReader {
  private static final String CANNOT = "an upload cannot be stored";

  private final String name;
  private final String contentType;
  private final Optional<String> filename;
  private final FormRule rule;
  private final MessageDigest digest = Hashes.sha256();
  private final Optional<Path> path;
  private final OutputStream out;
  private final SpooledBy spool;
  private long size;

  private PartReader(
      String name,
      String contentType,
      Optional<String> filename,
      FormRule rule,
      Optional<Path> path,
      OutputStream out,
      SpooledBy spool) {
    this.name = name;
    this.contentType = contentType;
    this.filename = filename;
    this.rule = rule;
    this.path = path;
    this.out = out;
    this.spool = spool;
  }

  /** Begins a part; one with a file name, be it empty, is a file. */
  static PartReader open(
      @Nullable String name,
      Optional<String> filename,
      String contentType,
      FormRule rule,
      SpooledBy spool) {
    if (name == null || name.isEmpty()) {
      throw FormReader.broken("each part must have a name");
    }
    Optional<Path> path = filename.map(_ -> spool.deposit().newFile());
    try {
      OutputStream out =
          path.isPresent() ? Files.newOutputStream(path.get()) : new ByteArrayOutputStream();
      return new PartReader(name, contentType, filename, rule, path, out, spool);
    } catch (IOException e) {
      path.ifPresent(Spool::delete);
      throw DiskException.of(CANNOT, e);
    }
  }

  /**
   * Takes in what has arrived.
   *
   * @param charge pays for what is held in memory
   */
  void take(ByteBuffer bytes, MemoryBudget.Charge charge) {
    size += bytes.remaining();
    if (path.isPresent() && size > rule.maxFile()) {
      throw new Refusal.PayloadTooLarge("file", rule.maxFile()).thrown();
    }
    if (path.isEmpty() && size > rule.maxField()) {
      throw Refusal.Invalid.field(
              name, "The " + name + " field must not have more than " + rule.maxField() + " bytes.")
          .thrown();
    }
    if (path.isPresent()) {
      spool.deposit().take(spool.owner(), bytes.remaining());
    }
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    if (path.isEmpty()) {
      // As bytes that grow, as text, and as what is read from a list or an object in it.
      charge.take(2L * piece.length + Json.weight(piece, piece.length));
    }
    digest.update(piece);
    try {
      out.write(piece);
    } catch (IOException e) {
      throw DiskException.of(CANNOT, e);
    }
  }

  Form.Part end() {
    close();
    byte[] sha256 = digest.digest();
    if (path.isPresent()) {
      var upload =
          new Upload(
              withoutFolders(filename.orElse("")), contentType, size, sha256.clone(), path.get());
      return new Form.Part(name, sha256, "", Optional.of(upload));
    }
    return new Form.Part(
        name, sha256, text(((ByteArrayOutputStream) out).toByteArray()), Optional.empty());
  }

  void discard() {
    try {
      close();
    } finally {
      path.ifPresent(Spool::delete);
    }
  }

  private void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw DiskException.of(CANNOT, e);
    }
  }

  private String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException _) {
      throw Refusal.Invalid.field(name, "The " + name + " field must be valid UTF-8.").thrown();
    }
  }

  /** Some clients send the whole path of the file on their side. */
  private static String withoutFolders(String filename) {
    int slash = Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\'));
    return PlainText.trim(filename.substring(slash + 1));
  }
}
