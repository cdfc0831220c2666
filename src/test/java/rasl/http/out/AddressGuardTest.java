package rasl.http.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rasl.config.Config;
import rasl.config.Mode;
import rasl.config.OutgoingAllow;

class AddressGuardTest {
  private static final Map<String, List<String>> KNOWN =
      Map.of(
          "cdn.example.com", List.of("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"),
          "inside.example.com", List.of("10.0.5.7"),
          "half.example.com", List.of("93.184.216.34", "127.0.0.1"),
          "n8n.internal", List.of("10.0.5.7"),
          "printer", List.of("93.184.216.34"));
  private static final Names NAMES =
      host -> {
        List<String> found = KNOWN.get(host);
        if (found == null) {
          throw new UnknownHostException(host);
        }
        return found.stream().map(InetAddress::ofLiteral).toList();
      };
  private static final AddressGuard GUARD = new AddressGuard(OutgoingAllow.NONE, NAMES);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.example.com/a.jpg",
        "HTTP://CDN.Example.COM:8080/a.jpg?x=1#y",
        "https://cdn.example.com./a.jpg",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1:248:1893:25c8:1946]:444/",
        "https://cdn.example.com/صورة.jpg",
        "https://100.128.0.1/",
        "https://172.32.0.1/",
        "https://11.0.0.1/",
        "https://cdn.example.com/@127.0.0.1"
      })
  void aPublicAddressMayBeCalled(String url) {
    assertThat(GUARD.check(url)).isEqualTo(new Verdict.Allowed(URI.create(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0.0.0.0/",
        "http://0.1.2.3/",
        "http://10.0.0.1/",
        "http://10.255.255.255/",
        "http://100.64.0.1/",
        "http://100.100.100.200/latest/meta-data/",
        "http://127.0.0.1/",
        "http://127.255.255.254:8080/",
        "http://168.63.129.16/",
        "http://169.254.169.254/latest/",
        "http://169.254.1.1/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.0.0.192/",
        "http://192.0.2.1/",
        "http://192.88.99.1/",
        "http://192.168.1.1/",
        "http://198.18.0.1/",
        "http://198.19.255.255/",
        "http://198.51.100.1/",
        "http://203.0.113.1/",
        "http://224.0.0.1/",
        "http://239.255.255.255/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[ff02::1]/",
        "http://[::7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2001::1]/",
        "http://[2001:db8::1]/",
        "http://[2002:7f00:1::]/",
        "http://[3fff::1]/",
        "http://[5f00::1]/",
        "http://[100::1]/",
        "http://localhost/",
        "http://localhost./",
        "http://a.localhost/",
        "http://db.internal/",
        "http://printer.local/",
        "http://nas.home.arpa/",
        "http://printer/",
        "http://LOCALHOST:80/",
        "http://inside.example.com/",
        "http://half.example.com/",
        "http://n8n.internal/"
      })
  void whatIsNotPublicMayNot(String url) {
    assertThat(GUARD.check(url)).isEqualTo(new Verdict.Refused(AddressGuard.NOT_PUBLIC));
  }

  /** Two readers could read these in two ways, or they carry what nobody needs to carry. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "cdn.example.com",
        "//cdn.example.com/",
        "ftp://cdn.example.com/",
        "file:///etc/passwd",
        "gopher://cdn.example.com/",
        "javascript:alert(1)",
        "http:",
        "http://",
        "http:///x",
        "http:cdn.example.com",
        "http://user@cdn.example.com/",
        "http://user:secret@cdn.example.com/",
        "http://@cdn.example.com/",
        "http://cdn.example.com:80@127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.1./",
        "http://127.0.0.01/",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://a.0x7f/",
        "http://a.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://مثال.example/",
        "http://a..b/",
        "http://.a/",
        "http://-/",
        "http://cdn.example.com:0/",
        "http://cdn.example.com:65536/",
        "http://cdn.example.com:x/",
        "http://cdn.example.com\\@127.0.0.1/",
        "http://cdn.example.com/a b",
        "http://cdn.example.com/\n",
        "http://%6c%6f/",
        "http://cdn.example.com\u0000/",
        "http://[::1/",
        "http://a%2eb/"
      })
  void whatIsNotWrittenPlainlyIsRefusedWithAReason(String url) {
    assertThat(GUARD.check(url))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.why()).startsWith("must "));
  }

  @Test
  void aUrlHasALength() {
    String path = "x".repeat(2048 - "https://cdn.example.com/".length());
    assertThat(GUARD.check("https://cdn.example.com/" + path)).isInstanceOf(Verdict.Allowed.class);
    assertThat(GUARD.check("https://cdn.example.com/x" + path)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aHostThatNobodyKnowsIsToldApart() {
    assertThat(GUARD.check("https://nobody.example.com/"))
        .isEqualTo(new Verdict.NotFound(URI.create("https://nobody.example.com/")));
  }

  @Test
  void theOperatorMayAllowMore() {
    AddressGuard guard =
        new AddressGuard(allow("10.0.5.0/24, N8N.internal,*.lan,::1,printer"), NAMES);
    for (String url :
        List.of(
            "http://10.0.5.200/",
            "http://inside.example.com/",
            "http://n8n.internal/",
            "http://[::1]:5678/",
            "http://printer/")) {
      assertThat(guard.check(url)).as(url).isInstanceOf(Verdict.Allowed.class);
    }
    assertThat(guard.check("http://nas.lan/")).isInstanceOf(Verdict.NotFound.class);
    for (String url :
        List.of("http://10.0.6.1/", "http://lan/", "http://xlan/", "http://x.n8n.internal/")) {
      assertThat(guard.check(url)).as(url).isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void oneHostAndPortOfTheOperatorsIsTrusted() {
    AddressGuard guard = GUARD.alsoTrusting(() -> URI.create("http://127.0.0.1:8081"));
    assertThat(guard.check("http://127.0.0.1:8081/x")).isInstanceOf(Verdict.Allowed.class);
    assertThat(guard.check("http://127.0.0.1:8082/x")).isInstanceOf(Verdict.Refused.class);
    assertThat(guard.check("http://localhost:8081/x")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aNameThatIsAnsweredLateOrNeverIsNotFound() {
    assertThat(new AddressGuard(OutgoingAllow.NONE).check("http://nothing.invalid/"))
        .isInstanceOf(Verdict.NotFound.class);
  }

  @Test
  void aUrlThatIsOnlyHandedOnTellsNothingOfTheNamesInOurNetwork() {
    var asksNobody =
        new AddressGuard(
            OutgoingAllow.NONE,
            host -> {
              throw new AssertionError(host + " was looked up");
            });
    for (String url :
        List.of(
            "http://inside.example.com/",
            "http://half.example.com/",
            "http://nobody-knows.example.com/",
            "http://cdn.example.com/",
            "https://my_bucket.s3.amazonaws.com/a.jpg",
            "https://_x.Example.com:8443/a_b",
            "http://93.184.216.34/")) {
      assertThat(asksNobody.checkWritten(url)).isEqualTo(new Verdict.Allowed(URI.create(url)));
    }
    for (String url :
        List.of(
            "http://10.0.5.7/",
            "http://[::1]/",
            "http://printer/",
            "http://nothing/",
            "http://n8n.internal/",
            "http://nobody.internal/",
            "http://2130706433/",
            "http://my_printer/",
            "http://my_host.internal/",
            "http://u:p@my_bucket.example.com/",
            "http://my_bucket.example.com:0/",
            "http://my_bucket.example.com:99999/",
            "http://a_b.0x7f/",
            "ftp://cdn.example.com/")) {
      assertThat(asksNobody.checkWritten(url)).as(url).isInstanceOf(Verdict.Refused.class);
    }
    var allowing = new AddressGuard(allow("n8n.internal, 10.0.5.0/24"));
    assertThat(allowing.checkWritten("http://n8n.internal/")).isInstanceOf(Verdict.Allowed.class);
    assertThat(allowing.checkWritten("http://10.0.5.7/")).isInstanceOf(Verdict.Allowed.class);
    assertThat(allowing.checkWritten("http://10.0.6.7/")).isInstanceOf(Verdict.Refused.class);
  }

  private static OutgoingAllow allow(String text) {
    return Config.from(Map.of("RASL_OUTGOING_ALLOW", text), Mode.TRIAL).server().outgoingAllow();
  }

  @Test
  void everyRefusalIsASentenceWithoutTheAddress() {
    Stream.of("http://inside.example.com/", "http://half.example.com/")
        .forEach(
            url ->
                assertThat(GUARD.check(url).toString())
                    .doesNotContain("10.0.5.7", "127.0.0.1", "93.184"));
  }
}
