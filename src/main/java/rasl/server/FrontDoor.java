package rasl.server;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import rasl.config.Config;
import rasl.http.Caller;
import rasl.http.CookieRules;
import rasl.http.HttpModule;
import rasl.http.HttpServer;
import rasl.http.Routes;
import rasl.http.SessionCheck;
import rasl.http.TokenCheck;
import rasl.http.WebOrigin;
import rasl.limit.CallLimits;
import rasl.operator.OperatorTokens;

/** Where calls come in: tokens of tenants and operators, sessions of people, and how often. */
public final class FrontDoor {
  private final Rooms rooms;
  private final CallLimits limits;
  private final Config config;
  private final Routes routes;
  private final Supplier<URI> publicUrl;

  /** Who tells whose a call is. */
  public record Rooms(HttpModule http, SessionCheck sessions, OperatorTokens operators) {}

  /** Opens for these rooms, with these routes. */
  public FrontDoor(
      Rooms rooms, CallLimits limits, Config config, Routes routes, Supplier<URI> publicUrl) {
    this.rooms = rooms;
    this.limits = limits;
    this.config = config;
    this.routes = routes;
    this.publicUrl = publicUrl;
  }

  /** What calls with a session's cookie must bring. */
  public CookieRules cookies() {
    return rooms
        .http()
        .cookies(new WebOrigin(publicUrl, config.server().givenPublicUrl().isPresent()));
  }

  /** Listens from now on. */
  public HttpServer open(TokenCheck tokens) {
    Config.Server server = config.server();
    String host = server.listen().getHostAddress();
    return PortInUse.orExplain(
        "Rasl",
        host + ":" + server.port(),
        "RASL_PORT",
        () ->
            HttpServer.start(
                new HttpServer.Settings(
                    "http",
                    host,
                    server.port(),
                    HttpServer.Limits.STANDARD,
                    rooms
                        .http()
                        .connections(
                            Machine.asItIs().connections(config),
                            server.connections().perAddress())),
                rooms
                    .http()
                    .handler(routes, withOperators(tokens), rooms.sessions(), cookies(), limits),
                rooms.http().errors()));
  }

  private TokenCheck withOperators(TokenCheck tokens) {
    return new TokenCheck() {
      @Override
      public Optional<Caller> check(String token, String clientAddress) {
        return tokens.check(token, clientAddress);
      }

      @Override
      public Optional<Long> operator(String token) {
        return rooms.operators().check(token);
      }
    };
  }
}
