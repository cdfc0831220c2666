package rasl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rasl.config.Network;
import rasl.config.OutgoingAllow;
import rasl.http.out.AddressGuard;

/** A receiver whose certificate nobody vouches for gets nothing. */
class CertificateTest {
  @TempDir private Path folder;

  @Test
  void whoHasNoValidCertificateGetsNothing() throws Exception {
    var came = new AtomicInteger();
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    server.createContext("/", _ -> came.incrementAndGet());
    server.start();
    var guard =
        new AddressGuard(
            new OutgoingAllow(List.of(Network.parse("127.0.0.1").orElseThrow()), List.of()));
    try (var outgoing =
        new Outgoing(guard, 10, Outgoing.DEADLINE, Clock.systemUTC(), System::nanoTime)) {
      String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/";
      Outcome outcome = outgoing.attempt(target(url), parcel());
      assertThat(outcome.error().orElseThrow()).contains("TLS");
      assertThat(outcome.isSuccess()).isFalse();
      assertThat(came).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private SSLContext selfSigned() throws Exception {
    Path keys = folder.resolve("keys.p12");
    int made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=receiver",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keys.toString())
            .start()
            .waitFor();
    assertThat(made).isZero();
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(
        KeyStore.getInstance(keys.toFile(), "changeit".toCharArray()), "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static Target target(String url) {
    var settings =
        new EndpointSettings(
            url,
            Optional.empty(),
            EventPatterns.DEFAULT,
            Optional.empty(),
            Format.N8N,
            OptionalInt.empty(),
            10,
            OptionalInt.empty(),
            true);
    return new Target(
        new Endpoint(
            1,
            settings,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH,
            Instant.EPOCH),
        SigningSecret.create(new SecureRandom()),
        Optional.empty(),
        StaticHeaders.NONE);
  }

  private static Parcel parcel() {
    return new Parcel(
        OptionalLong.empty(),
        OptionalLong.of(1),
        Parcel.Kind.EVENT,
        "evt_1_abc",
        "contact.created",
        new Occurrence.Resource("contact", 1),
        0,
        0,
        new byte[] {'{', '}'});
  }
}
