package rasl.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rasl.refusal.Refusal;

/**
 * An answer that stays in memory until its client has read it, which may take its time: a large one
 * is counted for so long. Small ones are held by the connection's own buffers anyway.
 */
final class LargeAnswer {
  private static final int LARGE = 64 * 1024;

  private LargeAnswer() {}

  /**
   * The same answer, counted on the account of who called.
   *
   * @throws rasl.refusal.RefusedException busy, where a read finds no room; what changed something
   *     is answered all the same
   */
  static RawResponse counted(
      RawResponse answer, Caller caller, String method, MemoryBudget memory) {
    byte[] body = answer.body();
    if (body.length <= LARGE || method.equals("HEAD")) {
      return answer;
    }
    MemoryBudget.Charge charge = memory.open();
    charge.moveTo(caller.tenant());
    if (!charge.tryTake(body.length)) {
      if (method.equals("GET")) {
        throw Refusal.ServiceUnavailable.busy().thrown();
      }
      return answer;
    }
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.put("Content-Length", Integer.toString(body.length));
    return new RawResponse(
        answer.status(),
        headers,
        new byte[0],
        Optional.of(
            out -> {
              try (charge) {
                out.write(body);
              }
            }));
  }
}
