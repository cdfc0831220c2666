package rasl.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One kept connection to the server, with as little of its own as a client can have. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String token;

  Wire(int port, String token) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
    this.token = token;
  }

  /** What came back. */
  record Reply(int status, String body) {}

  Reply get(String path) throws IOException {
    return ask("GET", path, "", new byte[0]);
  }

  Reply post(String path, String contentType, byte[] body) throws IOException {
    return ask("POST", path, "Content-Type: " + contentType + "\r\n", body);
  }

  Reply patch(String path, String contentType, byte[] body) throws IOException {
    return ask("PATCH", path, "Content-Type: " + contentType + "\r\n", body);
  }

  Reply delete(String path) throws IOException {
    return ask("DELETE", path, "", new byte[0]);
  }

  /** A webhook as Meta signs it: {@code sha256=} and the hexadecimal HMAC of the raw body. */
  Reply signed(String path, String secret, byte[] body) throws IOException {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signature = HexFormat.of().formatHex(mac.doFinal(body));
      return ask("POST", path, "X-Hub-Signature-256: sha256=" + signature + "\r\n", body);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot sign", e);
    }
  }

  private Reply ask(String method, String path, String headers, byte[] body) throws IOException {
    String head =
        "%s %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(method, path, token, headers, body.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return new Reply(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
