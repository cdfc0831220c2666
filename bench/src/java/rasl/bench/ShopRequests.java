package rasl.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import rasl.crypto.Macs;

/** Orders of about 4 KB, signed and written as WooCommerce does. */
final class ShopRequests {
  private static final int BUYERS = 10_000;
  private static final int LINES = 14;

  private final String path;
  private final byte[] secret;

  ShopRequests(String path, String secret) {
    this.path = path;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Orders from a first one on, each of one of 10,000 buyers. */
  List<byte[]> of(int first, int count) {
    var requests = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++) {
      requests.add(request(order(first + i)));
    }
    return requests;
  }

  private static String order(int id) {
    var lines = new ArrayList<String>();
    for (int i = 1; i <= LINES; i++) {
      lines.add(
          """
          {"id":%d,"name":"Arabica beans of the season, number %d","product_id":%d,\
          "variation_id":0,"quantity":2,"tax_class":"","subtotal":"40.00","subtotal_tax":"6.00",\
          "total":"40.00","total_tax":"6.00","taxes":[],"meta_data":[],"sku":"BEANS-%d","price":20}\
          """
              .formatted(id * 100 + i, i, i, i));
    }
    return """
    {"id":%1$d,"number":"%1$d","status":"processing","currency":"SAR","total":"644.00",\
    "date_created_gmt":"2026-03-04T05:06:07","date_modified_gmt":"2026-03-04T05:06:07",\
    "customer_id":%2$d,"payment_method":"cod","payment_method_title":"Cash on delivery",\
    "billing":{"first_name":"Buyer","last_name":"Number %2$d","address_1":"King Fahd Road",\
    "city":"Riyadh","country":"SA","phone":"05%2$08d"},"shipping":{},"line_items":[%3$s]}\
    """
        .formatted(id, id % BUYERS + 10_000_000, String.join(",", lines));
  }

  private byte[] request(String body) {
    byte[] mac = Macs.hmacSha256(secret, body.getBytes(StandardCharsets.US_ASCII));
    String head =
        """
        POST %s HTTP/1.1
        Host: 127.0.0.1
        Content-Type: application/json
        X-WC-Webhook-Topic: order.created
        X-WC-Webhook-ID: 1
        X-WC-Webhook-Signature: %s
        Content-Length: %d

        """
            .formatted(path, Base64.getEncoder().encodeToString(mac), body.length())
            .replace("\n", "\r\n");
    return (head + body).getBytes(StandardCharsets.US_ASCII);
  }
}
