package rasl.tenant;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rasl.audit.Actor;
import rasl.config.Network;
import rasl.db.Db;
import rasl.db.TenantTx;
import rasl.http.Answer;
import rasl.http.Caller;
import rasl.http.Fields;
import rasl.http.Principal;
import rasl.http.Request;
import rasl.http.Routes;
import rasl.http.Scope;
import rasl.http.list.ListField;
import rasl.http.list.ListPage;
import rasl.http.list.ListQuery;
import rasl.http.list.ListSpec;
import rasl.http.list.Lists;
import rasl.refusal.Refusal;

/** {@code /api/v2/tokens}: the tokens of a tenant's programs. */
final class TokensApi {
  private static final String PATH = "/api/v2/tokens";
  private static final String TITLE = "Token";
  private static final String VIEW = "tenant_token";

  private final Db db;
  private final AccessTokens tokens;
  private final TenantStore tenants;
  private final Lists lists;
  private final Clock clock;
  private final ListSpec spec =
      new ListSpec(
          VIEW,
          "id",
          List.of(
              ListField.text("name", "name").filterable().searchable().notNull(),
              ListField.bool("bot", "bot").filterable().notNull(),
              ListField.time("created_at", "created_at").sortable().filterable().notNull(),
              ListField.time("expires_at", "expires_at").filterable(),
              ListField.time("revoked_at", "revoked_at").filterable()),
          List.of(
              "name",
              "scopes",
              "rate_limit_per_minute",
              "networks",
              "bot",
              "created_at",
              "expires_at",
              "revoked_at",
              "last_used_on",
              "made_by"));

  TokensApi(Db db, AccessTokens tokens, TenantStore tenants, Lists lists, Clock clock) {
    this.db = db;
    this.tokens = tokens;
    this.tenants = tenants;
    this.lists = lists;
    this.clock = clock;
  }

  void addTo(Routes routes) {
    routes.add("GET", PATH, Scope.TOKENS_READ, this::list);
    routes.add("POST", PATH, Scope.TOKENS_WRITE, this::create);
    routes.add("GET", PATH + "/{id}", Scope.TOKENS_READ, this::get);
    routes.add("DELETE", PATH + "/{id}", Scope.TOKENS_WRITE, this::revoke);
  }

  private Answer list(Caller caller, Request request) {
    ListQuery query = lists.parse(spec, request.query());
    ListPage<AccessToken> page =
        db.reading(
            caller.tenant(),
            tx ->
                lists.read(
                    tx,
                    query,
                    TokenStore.COLUMNS,
                    VIEW,
                    row -> TokenStore.read(row, caller.tenant())));
    return lists.answer(request, query, page.map(token -> TokenView.of(token, null)));
  }

  private Answer get(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    return Answer.ok(TokenView.of(db.reading(caller.tenant(), tx -> find(tx, id)), null));
  }

  /** The token's text is added after the commit: a repeat of the call does not tell it again. */
  private Answer create(Caller caller, Request request) {
    Fields fields = request.fields();
    var actor = Actor.of(caller, request);
    var made = new ArrayList<AccessTokens.Made>();
    Answer kept =
        request
            .change()
            .commit(
                tx -> {
                  var token = new TokenRequest(fields, bounds(tx, caller), clock.instant()).read();
                  made.add(tokens.create(tx, token, actor));
                  return Answer.created(
                      TokenView.of(made.getLast().token(), null), "Token created successfully");
                });
    return made.isEmpty() ? kept : kept.withData(TokenView.of(made.getLast()));
  }

  private Answer revoke(Caller caller, Request request) {
    long id = request.pathId("id", TITLE);
    var actor = Actor.of(caller, request);
    return request
        .change()
        .commit(
            tx -> {
              var _ = tokens.revoke(tx, find(tx, id), actor);
              return Answer.deleted("Token revoked successfully");
            });
  }

  private TokenBounds bounds(TenantTx tx, Caller caller) {
    Optional<AccessToken> own =
        caller.principal() instanceof Principal.Token(long id)
            ? Optional.of(find(tx, id))
            : Optional.empty();
    return TokenBounds.of(caller, own, tenants.settings(tx).limits().mostCallsPerMinute());
  }

  private AccessToken find(TenantTx tx, long id) {
    return tokens.find(tx, id).orElseThrow(() -> new Refusal.NotFound(TITLE).thrown());
  }

  /**
   * The public shape. Changing it changes the contract in api/openapi.yaml.
   *
   * @param rateLimitPerMinute -1 is unlimited
   * @param token the text, in the answer that made it; else null
   */
  record TokenView(
      long id,
      String name,
      List<String> scopes,
      int rateLimitPerMinute,
      List<String> networks,
      boolean bot,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable LocalDate lastUsedOn,
      MadeByView madeBy,
      @Nullable String token) {

    record MadeByView(String type, @Nullable Long id) {}

    static TokenView of(AccessTokens.Made made) {
      return of(made.token(), made.text());
    }

    static TokenView of(AccessToken token, @Nullable String text) {
      return new TokenView(
          token.id(),
          token.name(),
          token.scopes().stream().map(Scope::text).sorted().toList(),
          token.callsPerMinute().orElse(-1),
          token.networks().networks().stream().map(Network::toString).toList(),
          token.bot(),
          token.createdAt(),
          token.expiresAt().orElse(null),
          token.revokedAt().orElse(null),
          token.lastUsedOn().orElse(null),
          new MadeByView(token.madeBy().kind(), boxed(token.madeBy().id())),
          text);
    }

    private static @Nullable Long boxed(OptionalLong id) {
      return id.isPresent() ? id.getAsLong() : null;
    }
  }
}
