package rasl.http;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPart.AbstractPartsListener;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import rasl.refusal.Refusal;
import rasl.refusal.RefusedException;

/**
 * Reads {@code multipart/form-data} (RFC 7578) as it arrives, within a {@link FormRule}. The parser
 * swallows what its listener throws, so the first failure is kept here and thrown after each piece.
 */
final class FormReader {
  private static final Set<String> PLAIN_ENCODINGS = Set.of("7bit", "8bit", "binary");
  private static final int MAX_BOUNDARY = 70;
  private static final int MAX_HEADERS = 8 * 1024;

  private final FormRule rule;
  private final SpooledBy spool;
  private final MemoryBudget.Charge charge;
  private final List<Form.Part> parts = new ArrayList<>();
  private @Nullable PartReader open;
  private @Nullable RuntimeException failure;
  private boolean complete;

  private FormReader(FormRule rule, SpooledBy spool, MemoryBudget.Charge charge) {
    this.rule = rule;
    this.spool = spool;
    this.charge = charge;
  }

  /**
   * Reads a body.
   *
   * @param charge pays for the fields, which are held in memory
   * @throws RefusedException {@code PayloadTooLarge} or {@code Invalid}; no file is left then
   */
  static Form read(
      RawRequest.Body body,
      String contentType,
      FormRule rule,
      SpooledBy spool,
      MemoryBudget.Charge charge) {
    var reader = new FormReader(rule, spool, charge);
    try {
      return reader.read(body, boundary(contentType));
    } catch (RuntimeException | Error e) {
      reader.discard();
      throw e;
    }
  }

  private static String boundary(String contentType) {
    String boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null || boundary.isBlank() || boundary.length() > MAX_BOUNDARY) {
      throw broken("its Content-Type must name a boundary of 1 to " + MAX_BOUNDARY + " characters");
    }
    return boundary;
  }

  private Form read(RawRequest.Body body, String boundary) {
    var parser = new MultiPart.Parser(boundary, new Listener());
    parser.setPartHeadersMaxLength(MAX_HEADERS);
    parser.setMaxParts(-1); // Counted here, for an answer of our own.
    body.read(
        rule.maxBody(),
        piece -> {
          parser.parse(Content.Chunk.from(ByteBuffer.wrap(piece), false));
          throwFailure();
        });
    parser.parse(Content.Chunk.EOF);
    throwFailure();
    if (!complete) {
      throw new IllegalStateException("the parser neither completed nor failed");
    }
    return new Form(parts);
  }

  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  private void discard() {
    if (open != null) {
      open.discard();
    }
    new Form(parts).close();
  }

  static RefusedException broken(String why) {
    return Refusal.Invalid.field("body", "The body must be valid multipart/form-data: " + why + ".")
        .thrown();
  }

  private final class Listener extends AbstractPartsListener {
    private String contentType = "";

    @Override
    public void onPartBegin() {
      contentType = "";
      unlessFailed(
          () -> {
            if (parts.size() >= rule.maxParts()) {
              throw broken("it must not have more than " + rule.maxParts() + " parts");
            }
          });
    }

    @Override
    public void onPartHeader(String name, String value) {
      super.onPartHeader(name, value);
      if (name.equalsIgnoreCase("content-type")) {
        contentType = value;
      } else if (name.equalsIgnoreCase("content-transfer-encoding")) {
        unlessFailed(() -> checkEncoding(value));
      }
    }

    @Override
    public void onPartHeaders() {
      unlessFailed(
          () ->
              open =
                  PartReader.open(
                      getName(), Optional.ofNullable(getFileName()), contentType, rule, spool));
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      // The parser releases the chunk.
      unlessFailed(() -> opened().take(chunk.getByteBuffer(), charge));
    }

    @Override
    public void onPart(String name, @Nullable String fileName, HttpFields headers) {
      unlessFailed(
          () -> {
            parts.add(opened().end());
            open = null;
          });
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
      unlessFailed(
          () -> {
            throw broken(
                cause instanceof EOFException
                    ? "it breaks off before its last boundary"
                    : "its boundaries or its parts' headers are wrong");
          });
    }

    private PartReader opened() {
      if (open == null) {
        throw broken("a part has no headers");
      }
      return open;
    }

    private void checkEncoding(String encoding) {
      if (!PLAIN_ENCODINGS.contains(PlainText.lower(encoding.strip()))) {
        throw broken("a Content-Transfer-Encoding is not taken");
      }
    }

    private void unlessFailed(Runnable step) {
      if (failure != null) {
        return;
      }
      try {
        step.run();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }
}
