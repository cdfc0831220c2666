package rasl.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import rasl.crypto.Macs;

/** Webhooks with statuses, signed and written as Meta does: three for each message of ours. */
final class StatusRequests {
  private static final List<String> STEPS = List.of("sent", "delivered", "read");

  private final byte[] secret;
  private final String numberId;

  StatusRequests(String secret, String numberId) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.numberId = numberId;
  }

  /**
   * Requests for messages from a first one on.
   *
   * @param each how many statuses each has
   */
  List<byte[]> of(int first, int count, int each) {
    var requests = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      var statuses = new ArrayList<String>();
      for (int j = 0; j < each; j++) {
        int step = i * each + j;
        statuses.add(status(first + step / STEPS.size(), STEPS.get(step % STEPS.size())));
      }
      requests.add(request(String.join(",", statuses)));
    }
    return requests;
  }

  private static String status(int message, String step) {
    return """
    {"id":"wamid.B%d","status":"%s","timestamp":"1760000000","recipient_id":"9665%08d",\
    "biz_opaque_callback_data":"rasl:bench:%d","pricing":{"billable":true,"pricing_model":"PMP",\
    "type":"regular","category":"utility"}}\
    """
        .formatted(message, step, message, message);
  }

  private byte[] request(String statuses) {
    String body =
        """
        {"object":"whatsapp_business_account","entry":[{"id":"200000000000001","changes":[\
        {"field":"messages","value":{"messaging_product":"whatsapp","metadata":\
        {"display_phone_number":"966500000000","phone_number_id":"%s"},"statuses":[%s]}}]}]}\
        """
            .formatted(numberId, statuses);
    String mac =
        HexFormat.of().formatHex(Macs.hmacSha256(secret, body.getBytes(StandardCharsets.UTF_8)));
    String head =
        """
        POST /hooks/whatsapp HTTP/1.1
        Host: 127.0.0.1
        Content-Type: application/json
        X-Hub-Signature-256: sha256=%s
        Content-Length: %d

        """
            .formatted(mac, body.length())
            .replace("\n", "\r\n");
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }
}
