package rasl.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and logs an answer that is written after the handler has returned. */
final class StreamedAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);

  private StreamedAnswer() {}

  /** The same answer; the call's line is logged when its last byte was written, or it broke off. */
  static RawResponse logged(RawResponse answer, Call call, CallLog.Running running) {
    BodyWriter writer = answer.writer().orElseThrow();
    return new RawResponse(
        answer.status(),
        answer.headers(),
        answer.body(),
        Optional.of(
            out -> {
              var counted = new Counted(out);
              try {
                writer.writeTo(counted);
              } catch (RuntimeException e) {
                // Too late for another status: the cut connection tells the client.
                if (PassingFaults.problem(e, call).isEmpty()) {
                  LOG.atError()
                      .addKeyValue("request_id", call.requestId())
                      .setCause(e)
                      .log("an answer broke off");
                }
                throw e;
              } finally {
                running.end(call, answer.status(), counted.bytes);
              }
            }));
  }

  private static final class Counted extends FilterOutputStream {
    private long bytes;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] all, int from, int length) throws IOException {
      out.write(all, from, length);
      bytes += length;
    }
  }
}
