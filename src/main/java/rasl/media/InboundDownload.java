package rasl.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import rasl.crypto.Hashes;
import rasl.disk.Spool;
import rasl.http.PlainText;
import rasl.http.out.BlockedAddressException;
import rasl.http.out.OutgoingAnswer;
import rasl.whatsapp.Connection;
import rasl.whatsapp.graph.ErrorClass;
import rasl.whatsapp.graph.GraphAnswer;
import rasl.whatsapp.graph.GraphError;
import rasl.whatsapp.graph.GraphMedia;
import rasl.whatsapp.receive.InboundMedia;
import tools.jackson.databind.JsonNode;

/**
 * Fetches a file from WhatsApp into the work folder, and checks that it is what WhatsApp announced.
 * Its URL works for five minutes, so each attempt asks for a new one.
 */
final class InboundDownload {
  private static final int PIECE = 64 << 10;

  private final GraphMedia graph;
  private final Spool work;

  InboundDownload(GraphMedia graph, Spool work) {
    this.graph = graph;
    this.work = work;
  }

  /** The file differs from the one that WhatsApp announced. */
  private static final class WrongFileException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongFileException(String why) {
      super(why);
    }
  }

  Fetched fetch(Connection connection, InboundMedia media) throws InterruptedException {
    return switch (graph.look(connection, media.mediaId())) {
      case GraphAnswer.Silent(var why) -> new Fetched.NotYet("WhatsApp does not answer: " + why);
      case GraphAnswer.Refused(var error) -> refused(error);
      case GraphAnswer.Ok(var body) -> fetch(connection, media, body);
    };
  }

  /** A fault that somebody can repair is retried as long as WhatsApp has the file. */
  private static Fetched refused(GraphError error) {
    return switch (ErrorClass.of(error)) {
      case RETRY, RETRY_FEW, PAIR_RETRY, LATER, HALT -> new Fetched.NotYet(error.text());
      case FIX, PERMANENT, ANOTHER_DAY, TEMPLATE -> new Fetched.Refused(error.text());
    };
  }

  private Fetched fetch(Connection connection, InboundMedia media, JsonNode told)
      throws InterruptedException {
    InboundKind kind = InboundKind.of(media.kind());
    OptionalLong announced = size(told.path("file_size"));
    if (announced.orElse(0) > kind.maxBytes()) {
      return new Fetched.Never(tooLarge(kind));
    }
    long most = announced.orElse(kind.maxBytes());
    Path file = work.newFile();
    Fetched result = new Fetched.NotYet("it was not read");
    try {
      result =
          graph.fetch(
              connection,
              told.path("url").asString(""),
              GraphMedia.deadline(most),
              answer -> read(answer, file, new Limits(kind, announced), media, told));
    } catch (WrongFileException | BlockedAddressException e) {
      result = new Fetched.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      result = new Fetched.NotYet("the file does not arrive: " + e.getMessage());
    } finally {
      if (!(result instanceof Fetched.Here)) {
        Spool.delete(file);
      }
    }
    return result;
  }

  /** Some answers have it as a text. Empty if it is no size. */
  private static OptionalLong size(JsonNode told) {
    long size = told.asLong(-1);
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private static String tooLarge(InboundKind kind) {
    return "it is larger than " + kind.limit();
  }

  /** How many bytes may come. */
  private record Limits(InboundKind kind, OptionalLong announced) {
    void check(long size) throws WrongFileException {
      if (announced.isPresent() && size > announced.getAsLong()) {
        throw new WrongFileException("it is larger than WhatsApp announced");
      }
      if (size > kind.maxBytes()) {
        throw new WrongFileException(tooLarge(kind));
      }
    }
  }

  private static Fetched read(
      OutgoingAnswer answer, Path file, Limits limits, InboundMedia media, JsonNode told)
      throws IOException {
    if (answer.status() != 200) {
      return new Fetched.NotYet("the file does not arrive: HTTP " + answer.status());
    }
    MessageDigest digest = Hashes.sha256();
    byte[] first = new byte[Beginnings.LENGTH];
    long size = 0;
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      byte[] piece = new byte[PIECE];
      InputStream in = answer.body();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (size < first.length) {
          System.arraycopy(piece, 0, first, (int) size, (int) Math.min(read, first.length - size));
        }
        size += read;
        limits.check(size);
        out.write(piece, 0, read);
      }
    }
    if (limits.announced().isPresent() && size < limits.announced().getAsLong()) {
      return new Fetched.NotYet("the file broke off");
    }
    byte[] sha256 = digest.digest();
    checkHash(media.sha256(), sha256);
    checkHash(told.path("sha256").asString(""), sha256);
    byte[] beginning = Arrays.copyOf(first, (int) Math.min(size, first.length));
    return new Fetched.Here(type(media, told, beginning), size, sha256, file);
  }

  /** In Base64 or in hex: webhook and answer differ. A text that is neither proves nothing. */
  private static void checkHash(String written, byte[] sha256) throws WrongFileException {
    boolean right =
        written.isEmpty()
            || written.equalsIgnoreCase(HexFormat.of().formatHex(sha256))
            || sameInBase64(written, sha256);
    if (!right) {
      throw new WrongFileException("its content is not what WhatsApp announced (SHA-256)");
    }
  }

  private static boolean sameInBase64(String written, byte[] sha256) {
    String unpadded = Base64.getEncoder().withoutPadding().encodeToString(sha256);
    String plain = written.replace('-', '+').replace('_', '/');
    return plain.equals(unpadded) || plain.equals(unpadded + "=");
  }

  /**
   * The named type, if the file begins as such files do. All other files of customers are kept too,
   * but with a type that no browser shows.
   */
  private static String type(InboundMedia media, JsonNode told, byte[] first) {
    String named =
        media.mimeType().isEmpty() ? told.path("mime_type").asString("") : media.mimeType();
    return bare(named)
        .flatMap(bare -> FileType.named(bare, first))
        .map(FileType::mimeType)
        .orElse(FileType.UNSTATED);
  }

  private static Optional<String> bare(String mimeType) {
    String bare = PlainText.lower(mimeType.split(";", 2)[0].strip());
    return bare.isEmpty() || bare.equals(FileType.UNSTATED) ? Optional.empty() : Optional.of(bare);
  }
}
